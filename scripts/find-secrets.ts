// Finds what looks like a secret in a file that is deployed from the project: by the name of its member or by its look.

const secretName = /secret|passw|token|credential(?!-type)|private.?key|api.?key|client.?id/i;
const secretValue = /-----BEGIN|^LXT_|^eyJ/;

/** A value with a placeholder (`${…}`) is filled in at deployment and is none. */
export function findSecrets(value: unknown, at: string): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, member]) =>
      findSecrets(member, at === '' ? key : `${at}.${key}`),
    );
  }
  if (typeof value !== 'string' || value === '' || value.startsWith('${')) return [];
  const named = secretName.test(at.slice(at.lastIndexOf('.') + 1));
  return named || secretValue.test(value) ? [`${at} looks like a secret`] : [];
}
