// A link: the decided pair of item and fact sheet, with who decided it and what we wrote last.

/** `score`: it was likely, and the policy lets what is likely pass. */
export type Evidence = 'stored link' | 'external id' | 'decision' | 'name' | 'same words' | 'id' | 'score';

export interface Link {
  /** Key of the item. */
  item: string;
  factSheetId: string;
  by: Evidence | 'created';
  /** Run that decided it. */
  run: string;
  /**
   * The values we wrote last (or found confirmed), by field key; `externalId`, `tags` and `lifecycle` too.
   * A field that is absent here belongs to people.
   */
  written: Readonly<Record<string, string>>;
  /** Set while the fact sheet is retired by us: the lifecycle to go back to when the item returns. */
  retiredFrom?: string;
  /** Set while the fact sheet is archived by us: the revision it then had. At a later one it was somebody else. */
  archivedAt?: number;
}
