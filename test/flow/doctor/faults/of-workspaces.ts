// Faults of a LeanIX workspace: its credentials, the rights of the technical user, and what flows want of it.
import { join } from 'node:path';
import { expect } from 'vitest';
import { createMeter } from '../../../../shared/connectors/http/meter.ts';
import { parseLeanIxBinding } from '../../../../shared/connectors/leanix/binding.ts';
import { connectLeanIx } from '../../../../shared/connectors/leanix/connect-leanix.ts';
import { openStore } from '../../../../shared/platform/open-store.ts';
import { changeLinks } from '../../../../shared/steps/links.ts';
import { stillSurroundings } from '../../../support/still-surroundings.ts';
import type { Fault } from './fault.ts';

const landscape = (lines: string) => `flows:\n  landscape:\n${lines.replace(/^/gm, '    ')}\n`;

export const workspaceFaults: readonly Fault[] = [
  {
    fault: 'a host pasted with its scheme and a path',
    code: 'LX_HOST_FORMAT',
    severity: 'notes',
    spoil: ({ leanIx }) =>
      Object.assign(leanIx.credentials, { host: `${leanIx.credentials.host}/Workspace/` }),
    evidence: { readAs: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
  },
  {
    fault: 'a binding without the API token',
    code: 'CFG_BINDING_INCOMPLETE',
    severity: 'stops',
    spoil: ({ leanIx }) => Object.assign(leanIx.credentials, { apiToken: '' }),
    evidence: { binding: 'leanix', missing: 'apiToken' },
  },
  {
    fault: 'a wrong API token',
    code: 'LX_TOKEN_EXPIRED',
    severity: 'stops',
    spoil: ({ leanIx, secrets }) => {
      secrets.push('LXT_notTheToken');
      Object.assign(leanIx.credentials, { apiToken: 'LXT_notTheToken' });
    },
    evidence: { status: 401, binding: 'leanix' },
  },
  {
    fault: 'an API token that has expired',
    code: 'LX_TOKEN_EXPIRED',
    severity: 'stops',
    simulate: { apiTokenDays: 0 },
    evidence: { status: 401, binding: 'leanix' },
  },
  {
    fault: 'an API token that ends in five days',
    code: 'LX_TOKEN_EXPIRES',
    severity: 'warns',
    simulate: { apiTokenDays: 5 },
    evidence: { daysLeft: 4 },
  },
  {
    fault: 'access tokens that the workspace does not take',
    code: 'LX_TOKEN_REJECTED',
    severity: 'stops',
    simulate: {
      intercept: async ({ path }, carryOut) =>
        path.startsWith('/services/pathfinder/') ? new Response(null, { status: 401 }) : carryOut(),
    },
    evidence: { status: 401, binding: 'leanix' },
  },
  {
    fault: 'a read-only role',
    code: 'LX_TOKEN_PERMISSION',
    severity: 'stops',
    simulate: { role: 'viewer' },
    evidence: { role: 'VIEWER' },
  },
  {
    fault: 'a read-only role that only the permissions show',
    code: 'LX_TOKEN_PERMISSION',
    severity: 'stops',
    simulate: { protectedPercent: 100 },
    evidence: { type: 'Application', by: 'permissions' },
  },
  {
    fault: 'a read-only role that only a validated change shows, told in GraphQL',
    code: 'LX_TOKEN_PERMISSION',
    severity: 'stops',
    simulate: {
      hiddenPercent: 100,
      intercept: async ({ operation }, carryOut) =>
        operation === 'createFactSheet'
          ? Response.json({ data: null, errors: [{ message: 'no permission to create', path: [] }] })
          : carryOut(),
    },
    evidence: { type: 'Application', by: 'validation', message: 'no permission to create' },
  },
  {
    fault: 'a field that the technical user may not change',
    code: 'LX_TOKEN_PERMISSION',
    severity: 'warns',
    simulate: { lockedFields: ['Application.description'] },
    evidence: { type: 'Application', fields: 'description' },
  },
  {
    fault: 'answers of HTTP 200 that hold errors',
    code: 'LX_GRAPHQL_200_ERRORS',
    severity: 'stops',
    simulate: {
      intercept: async ({ path }, carryOut) =>
        path.endsWith('/graphql')
          ? Response.json({ data: null, errors: [{ message: 'An unexpected error occurred', path: [] }] })
          : carryOut(),
    },
    evidence: { message: 'An unexpected error occurred' },
  },
  {
    fault: 'another workspace than the configuration is meant for',
    code: 'CFG_WORKSPACE',
    severity: 'stops',
    config: `connections:\n  leanix: { binding: leanix, workspace: 99999999-0000-4000-8000-00000000000f }\n`,
    evidence: { configured: '99999999-0000-4000-8000-00000000000f', name: 'SimulatedWorkspace' },
  },
  {
    fault: 'a fact sheet type that is not there',
    code: 'LX_TYPE_MISSING',
    severity: 'stops',
    config: landscape('target: { type: Aplication }'),
    evidence: { flow: 'landscape', type: 'Aplication' },
  },
  {
    fault: 'a subtype that is not there',
    code: 'LX_SUBTYPE_MISSING',
    severity: 'warns',
    config: landscape('target: { subtype: cloudApplication }'),
    evidence: { subtype: 'cloudApplication', known: 'businessApplication, microservice' },
  },
  {
    fault: 'a type without any subtype',
    code: 'LX_CATEGORY_EMPTY',
    severity: 'warns',
    config: landscape('target: { type: Platform, subtype: database }\nmapping: { lxHostingType: "" }'),
    evidence: { type: 'Platform', subtype: 'database' },
  },
  {
    fault: 'a type that lacks fields of the flow',
    code: 'LX_FIELDS_BLANK',
    severity: 'notes',
    config: landscape('target: { type: Platform }'),
    evidence: { flow: 'landscape', type: 'Platform', fields: 'lxHostingType' },
  },
  {
    fault: 'an external id that nobody may write',
    code: 'LX_EXTERNAL_ID_FIELD',
    severity: 'stops',
    simulate: { readOnlyExternalId: true },
    evidence: { flow: 'landscape', field: 'externalId', type: 'Application' },
  },
  {
    fault: 'a field that is not there',
    code: 'LX_FIELD_UNKNOWN',
    severity: 'stops',
    config: landscape('mapping: { aliass: "{id}" }'),
    evidence: { flow: 'landscape', at: 'mapping.aliass' },
  },
  {
    fault: 'a field that LeanIX makes itself',
    code: 'LX_FIELD_COMPUTED',
    severity: 'stops',
    config: landscape('mapping: { displayName: "{name}" }'),
    evidence: { at: 'mapping.displayName' },
  },
  {
    fault: 'a value that the field cannot hold',
    code: 'LX_VALUE_UNKNOWN',
    severity: 'stops',
    config: landscape('mapping: { businessCriticality: { value: hugely } }'),
    evidence: { at: 'mapping.businessCriticality.value' },
  },
  {
    fault: 'a relation that is not there',
    code: 'LX_RELATION_UNKNOWN',
    severity: 'stops',
    config: landscape('relations: { relApplicationToPlanet: Earth }'),
    evidence: { at: 'relations.relApplicationToPlanet' },
  },
  {
    fault: 'a tag that is not in the library',
    code: 'LX_TAG_UNKNOWN',
    severity: 'warns',
    config: landscape('tag: Nobody made this'),
    evidence: { flow: 'landscape', tag: 'Nobody made this' },
  },
  {
    fault: 'a tag of a value map that is not in the library',
    code: 'LX_TAG_UNKNOWN',
    severity: 'stops',
    config: landscape('tags: [Market/EMEA, { from: role, values: { PROD: Market/Moon } }]'),
    evidence: { at: 'tags.1.values.PROD', message: 'the workspace has no tag "Market/Moon"' },
  },
  {
    fault: 'a linked fact sheet that the technical user does not see',
    code: 'LX_LINKED_INVISIBLE',
    severity: 'warns',
    spoil: async ({ folder, leanIx }) => {
      const binding = parseLeanIxBinding(leanIx.name, leanIx.credentials);
      const surroundings = stillSurroundings();
      const workspace = await connectLeanIx(binding, { surroundings, meter: createMeter() }).workspace();
      const store = await openStore(join(folder, 'state.sqlite'));
      const link = { item: 'calm:example-calm:lms-1', by: 'name', run: 'run-1', written: {} } as const;
      const factSheetId = '00000000-0000-4000-8000-00000000dead';
      await changeLinks(store, workspace.id, 'landscape', async (links) => {
        links.set(link.item, { ...link, factSheetId });
      });
      await store.close();
    },
    evidence: { linked: 1, archived: 0, hiddenOrDeleted: 1 },
  },
];
