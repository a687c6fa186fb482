// Values of plans, links and drift as people read them: relations without ids, links with their name first.
import { isDocument, parseDocument } from './map/documents.ts';
import { isRelation, nameRelations } from './map/relations.ts';
import { isSubscription, parseSubscription } from './map/subscriptions.ts';

export function shown(key: string, text: string): string {
  if (text === '') return text;
  if (isRelation(key)) return nameRelations(text);
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
