// Values of plans, links and drift as people read them: names in place of ids, links with their name first.
import { isDocument, parseDocument } from './map/documents.ts';
import { isRelation, nameRelations } from './map/relations.ts';
import { isSubscription, parseSubscription } from './map/subscriptions.ts';
import { idsIn, mappedTagsKey } from './map/tags.ts';

/** @param names of the ids in the text, as far as they are known */
export function shown(key: string, text: string, names: Readonly<Record<string, string>> = {}): string {
  if (text === '') return text;
  if (key === 'tags' || key === mappedTagsKey) {
    return idsIn(text)
      .map((id) => names[id] ?? id)
      .join(', ');
  }
  if (isRelation(key)) return nameRelations(text, names);
  if (isSubscription(key)) {
    const { type, email, role } = parseSubscription(text);
    return [type, email, ...(role === undefined ? [] : [`as ${role.name}`])].join(' ');
  }
  if (!isDocument(key)) return text;
  return text
    .split('\n')
    .map(parseDocument)
    .map(({ name, url }) => `${name} <${url}>`)
    .join(', ');
}
