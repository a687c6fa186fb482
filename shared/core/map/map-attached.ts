// Relations, links and subscriptions that the configuration gives an item, as plain wishes: whether the fact sheets
// and roles they name exist is found out later.
import { keyPrefixOf } from '../item.ts';
import type { Item } from '../model.ts';
import type { MappedDocument, MappedRelation, MappedSubscription } from '../rules.ts';
import type { DocumentRule, RelationRule, SubscriptionRule } from '../settings.ts';
import { fillAddress, fillTemplate } from '../template.ts';
import type { RelationTarget } from './targets.ts';
import { describeRule, giveValue } from './value.ts';

/** None where the item lacks a field that is named. */
export function mapRelation(key: string, rule: RelationRule, item: Item): MappedRelation[] {
  const target = targetOf(rule, item);
  if (target === undefined) return [];
  const fields = Object.entries(rule.fields ?? {}).flatMap(([name, template]): [string, string][] => {
    const text = fillTemplate(template, item);
    return text === undefined || text === '' ? [] : [[name, text]];
  });
  return [{ key, ...target, ...(fields.length > 0 && { fields: Object.fromEntries(fields) }) }];
}

function targetOf(rule: RelationRule, item: Item): Pick<MappedRelation, 'to' | 'named' | 'why'> | undefined {
  const give = (template: string, wish: (text: string) => RelationTarget, told = template) => {
    const text = fillTemplate(template, item)?.trim() ?? '';
    return text === '' ? undefined : { to: wish(text), named: `"${text}"`, why: `configured: ${told}` };
  };
  if ('externalId' in rule) return give(rule.externalId, (externalId) => ({ externalId }));
  if ('object' in rule) {
    return give(rule.object, (id) => ({ item: `${keyPrefixOf(item.system, item.tenant)}${id}` }));
  }
  if (typeof rule.name === 'string') return give(rule.name, (name) => ({ name }));
  const given = giveValue(rule.name, item);
  if (given === undefined || 'unmatched' in given) return undefined;
  const { text } = given;
  return { to: { name: text }, named: `"${text}"`, why: `configured: ${describeRule(rule.name)}` };
}

export function mapDocument(slot: string, rule: DocumentRule, item: Item): MappedDocument[] {
  const given = { name: fillTemplate(rule.name, item)?.trim(), url: fillAddress(rule.url, item) };
  if (!given.name || !given.url) return [];
  const description = rule.description && fillTemplate(rule.description, item)?.trim();
  const why = `documents ${slot} of the configuration`;
  return [
    {
      slot,
      name: given.name,
      url: given.url,
      ...(description && { description }),
      ...(rule.type !== undefined && { type: rule.type }),
      why,
    },
  ];
}

export function mapSubscription(
  slot: string,
  { user, ...rule }: SubscriptionRule,
  item: Item,
): MappedSubscription[] {
  const email = fillTemplate(user, item)?.trim() ?? '';
  return email === '' ? [] : [{ slot, email, ...rule, why: `subscriptions ${slot} of the configuration` }];
}
