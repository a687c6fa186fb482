// Checks xs-security.json offline: shape, scopes and roles that resolve, the scopes the code asks for, no secret.
import * as z from 'zod/mini';
import { scopes as askedFor } from '../shared/platform/http/route.ts';
import { findSecrets } from './find-secrets.ts';

const text = z.string().check(z.minLength(1));
const ownScope = text.check(z.regex(/^\$XSAPPNAME\.\w+$/));
const name = text.check(z.regex(/^[\w .-]+$/));

const XsSecurity = z.strictObject({
  xsappname: text.check(z.regex(/^[\w-]+$/)),
  'tenant-mode': z.enum(['dedicated', 'shared']),
  scopes: z.array(
    z.strictObject({
      name: ownScope,
      description: text,
      'grant-as-authority-to-apps': z.optional(z.array(text)),
      'granted-apps': z.optional(z.array(text)),
    }),
  ),
  authorities: z.optional(z.array(text)),
  'role-templates': z.array(z.strictObject({ name, description: text, 'scope-references': z.array(text) })),
  'role-collections': z.array(
    z.strictObject({ name, description: text, 'role-template-references': z.array(text) }),
  ),
  'oauth2-configuration': z.strictObject({
    'credential-types': z.array(z.enum(['binding-secret', 'x509', 'instance-secret'])),
    // SAP Authorization and Trust Management service, "Application Security Descriptor": up to a day.
    'token-validity': z.int().check(z.minimum(1), z.maximum(86_400)),
  }),
});

export interface Validated {
  /** What is wrong, one line each. */
  faults: string[];
  /** Service instances that scopes are granted to. */
  instances: string[];
}

export function validateXsSecurity(content: string): Validated {
  const parsed = XsSecurity.safeParse(parseJson(content));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
    );
    return { faults, instances: [] };
  }
  const { scopes, authorities = [], ...roles } = parsed.data;
  const scopeNames = scopes.map((scope) => scope.name);
  const templates = roles['role-templates'];
  const grants = scopes.flatMap((scope) => scope['grant-as-authority-to-apps'] ?? []);
  const instances = grants.flatMap((grant) => /^\$XSSERVICENAME\(([^)]+)\)$/.exec(grant)?.[1] ?? []);
  const used = [...templates.flatMap((template) => template['scope-references']), ...authorities];
  return {
    instances,
    faults: [
      ...twice('scope', scopeNames),
      ...twice(
        'role template',
        templates.map((template) => template.name),
      ),
      ...twice(
        'role collection',
        roles['role-collections'].map((collection) => collection.name),
      ),
      ...used
        .filter((scope) => !scopeNames.includes(scope))
        .map((scope) => `the scope ${scope} is not there`),
      ...roles['role-collections'].flatMap((collection) =>
        collection['role-template-references']
          .filter((role) => !templates.some((template) => role === `$XSAPPNAME.${template.name}`))
          .map((role) => `${collection.name}: the role ${role} is not there`),
      ),
      ...askedFor
        .filter((scope) => !scopeNames.includes(`$XSAPPNAME.${scope}`))
        .map((scope) => `the scope ${scope}, which routes ask for, is not there`),
      ...scopeNames
        .filter((scope) => !askedFor.some((asked) => scope === `$XSAPPNAME.${asked}`))
        .map((scope) => `no route asks for the scope ${scope}`),
      ...scopes
        .filter((scope) => !used.includes(scope.name) && scope['grant-as-authority-to-apps'] === undefined)
        .map((scope) => `nobody can get the scope ${scope.name}`),
      ...grants
        .filter((grant) => !/^\$XSSERVICENAME\([^)]+\)$/.test(grant))
        .map((grant) => `the grant to ${grant} names no service instance`),
      ...findSecrets(parsed.data, ''),
    ],
  };
}

function twice(what: string, names: readonly string[]): string[] {
  return names
    .filter((each, index) => names.indexOf(each) !== index)
    .map((each) => `the ${what} ${each} is there twice`);
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
