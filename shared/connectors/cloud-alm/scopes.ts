// Which scopes of the SAP Cloud ALM API which use of Landbridge needs, by which read it shows, and the instance
// parameters that grant them. Only builds texts; Landbridge writes nothing to Cloud ALM, so no write scope is here.

export const landscapeScope = 'calm-api.landscape.read';

export interface ScopeNeed {
  scope: string;
  /** Without it the use does not work at all; else only less is seen. */
  isVital: boolean;
}

const vital = (scope: string): ScopeNeed => ({ scope, isVital: true });
const useful = (scope: string): ScopeNeed => ({ scope, isVital: false });

/** cloud-alm-api 1.8; of monitoring systems-and-peers 6.1 */
export const scopesByUse = {
  // No read is known that needs the second one, but SAP's own discovery demands it (open question Q-L7).
  landscape: [vital(landscapeScope), useful('calm-api.subscriptions.read')],
  projects: [
    vital('calm-api.projects.read'),
    useful('calm-api.projects.private.read'),
    useful('calm-api.projects.protected.read'),
    vital('calm-api.tasks.read'),
    vital('calm-api.analytics.read'),
    vital('calm-api.analytics.providers.read'),
  ],
  stories: [
    vital('calm-api.projects.read'),
    useful('calm-api.projects.private.read'),
    useful('calm-api.projects.protected.read'),
    vital('calm-api.tasks.read'),
    vital('calm-api.features.read'),
  ],
  monitoring: [
    vital('calm-api.bsm.read'),
    vital('calm-api.analytics.read'),
    vital('calm-api.analytics.providers.read'),
    vital('calm-api.metrics.read'),
    vital('calm-api.hm.read'),
    vital('calm-api.jam.read'),
    vital('calm-api.exm.read'),
  ],
} as const satisfies Record<string, readonly ScopeNeed[]>;

export type Use = keyof typeof scopesByUse;

/** Each scope once, in the order of the uses. */
export function scopesFor(uses: readonly Use[]): ScopeNeed[] {
  const needs = new Map<string, ScopeNeed>();
  for (const need of uses.flatMap((use): readonly ScopeNeed[] => scopesByUse[use])) {
    const isVital = need.isVital || needs.get(need.scope)?.isVital === true;
    needs.set(need.scope, { scope: need.scope, isVital });
  }
  return [...needs.values()];
}

export type CredentialType = 'binding-secret' | 'x509';

/** @param xsAppName the name of the instance, or its id where it has none or is updated */
export function instanceParameters(
  scopes: readonly string[],
  xsAppName = '<instance name>',
  credentialType: CredentialType = 'binding-secret',
) {
  return {
    'xs-security': {
      xsappname: xsAppName,
      authorities: scopes.map((scope) => `$XSMASTERAPPNAME.${scope}`),
      'oauth2-configuration': { 'credential-types': [credentialType] },
    },
  };
}
