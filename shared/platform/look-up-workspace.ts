// What one SAP LeanIX workspace has, for whoever writes a mapping: types, fields, tags. Reads only, keeps nothing.
import { createMeter } from '../connectors/http/meter.ts';
import { parseLeanIxBinding } from '../connectors/leanix/binding.ts';
import { connectLeanIx } from '../connectors/leanix/connect-leanix.ts';
import { LandbridgeError } from '../errors.ts';
import { missingType } from '../steps/missing-type.ts';
import { kindOf } from './bindings.ts';
import { loadBoundServices } from './bound-services.ts';
import { systemClock } from './clock.ts';
import { randomFraction } from './random.ts';

export interface LookedUp {
  workspace: string;
  types(): Promise<{ type: string; subtypes: readonly string[]; fields: string }[]>;
  /** @throws LX_TYPE_MISSING naming the nearest */
  fieldsOf(type: string): Promise<{ field: string; kind: string; values: readonly string[] }[]>;
  /** @throws LX_TOKEN_PERMISSION where the workspace does not name them */
  tags(): Promise<{ tag: string; types: readonly string[] }[]>;
}

interface Where {
  bindings?: string | undefined;
  /** Name of the bound service; needed where there are several. */
  connection?: string | undefined;
}

/** @throws CFG_… for the bindings, and what LeanIX answers */
export async function lookUpWorkspace({ bindings, connection }: Where): Promise<LookedUp> {
  const find = await loadBoundServices(bindings);
  const services = find((service) => kindOf(service) === 'leanix');
  const fitting = services.filter(({ name }) => connection === undefined || name === connection);
  const [service, ...more] = fitting;
  const names = services.map(({ name }) => name).join(', ');
  if (service === undefined) {
    throw new LandbridgeError('CFG_BINDING_MISSING', { service: connection ?? 'SAP LeanIX', bound: names });
  }
  if (more.length > 0)
    throw new LandbridgeError('CFG_BINDING_AMBIGUOUS', { service: 'SAP LeanIX', bindings: names });
  const surroundings = { now: systemClock.now, sleep: systemClock.sleep, random: randomFraction };
  const binding = parseLeanIxBinding(service.name, service.credentials);
  const leanIx = connectLeanIx(binding, { surroundings, meter: createMeter() });
  const { name: workspace } = await leanIx.workspace();

  return {
    workspace,
    async types() {
      const { types } = await leanIx.dataModel();
      return Object.entries(types)
        .map(([type, { fields }]) => ({
          type,
          subtypes: fields.category?.values ?? [],
          fields: String(Object.keys(fields).length),
        }))
        .sort((left, right) => (left.type < right.type ? -1 : 1));
    },
    async fieldsOf(type) {
      const dataModel = await leanIx.dataModel();
      const model = dataModel.types[type];
      if (model === undefined) throw missingType(type, dataModel);
      return Object.entries(model.fields)
        .map(([field, { type: kind, values = [] }]) => ({ field, kind, values }))
        .sort((left, right) => (left.field < right.field ? -1 : 1));
    },
    async tags() {
      const tags = await leanIx.tags();
      if (tags === undefined) throw new LandbridgeError('LX_TOKEN_PERMISSION', { read: 'tags' });
      return tags
        .map(({ group, name, forTypes = [] }) => ({
          tag: group === '' ? name : `${group}/${name}`,
          types: forTypes,
        }))
        .sort((left, right) => (left.tag < right.tag ? -1 : 1));
    },
  };
}
