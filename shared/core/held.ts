// An item that was taken back: nothing is made, linked or changed for it until a person releases it.

export interface Held {
  /** Key of the item. */
  item: string;
  factSheetId: string;
  /** Name of the fact sheet when it was taken back. */
  name: string;
  /** Run that took it back. */
  run: string;
  /** ISO 8601. */
  since: string;
}
