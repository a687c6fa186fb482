// Normal form of names: what is compared when two names are said to be the same.

/** Accents and the like; not the voicing marks of kana, which tell one word from another. */
const accents = /[\p{Script=Inherited}--[\u3099\u309a]]/gv;

/**
 * Lower case, without accents, every run of other characters than letters and digits as one blank; a name of
 * nothing but such characters stands for itself.
 * `SAP S/4HANA Cloud (my400123)` and `sap s/4hana cloud - MY400123` have the same normal form.
 */
export function normalName(text: string): string {
  const plain = text.normalize('NFKD');
  const normal = plain
    .replace(accents, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return normal === '' ? plain.trim() : normal;
}

/** A slash between blanks separates levels of a LeanIX hierarchy and may not stand in a name (leanix-api 2.6). */
export function tidyName(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/ \/ /g, '/').trim();
}
