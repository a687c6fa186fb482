// Which scopes a key lacks: as its token tells, and as reads that work or are refused prove.
import { type Check, type Finding, passed } from './check.ts';
import type { CloudAlmCase, CloudAlmSeen } from './cloud-alm-case.ts';

const privateProjects = /\.projects\.(private|protected)\.read$/;

/** Managed systems push with these (cloud-alm-api 1.8): no other key of ours has them. */
const pushes = /\b(?:metrics|hm|logs|jam|exm)\.write$|imp-cdm-feature-/;

/** Scopes stand in tokens behind the name of the master application. */
function holds(scopes: readonly string[], scope: string): boolean {
  return scopes.some((held) => held === scope || held.endsWith(`.${scope}`));
}

/** In the order they are needed. */
export function missingScopes({ needs }: CloudAlmCase, { token, reads }: CloudAlmSeen): string[] {
  const proved = new Set(reads.flatMap(({ problem, scopes }) => (problem === undefined ? scopes : [])));
  const refused = reads.filter(({ problem }) => problem?.code === 'CALM_FORBIDDEN');
  return needs
    .map(({ scope }) => scope)
    .filter((scope) => {
      if (proved.has(scope)) return false;
      if (token?.scopes !== undefined) return !holds(token.scopes, scope);
      return refused.some(({ scopes }) => scopes.includes(scope));
    });
}

export function checkScopes(found: CloudAlmCase, look: CloudAlmSeen): Check {
  const { needs, parameters: paste } = found;
  const held = look.token?.scopes?.filter((scope) => /calm-api\.|(?:^|\.)(?:ops|imp)-/.test(scope));
  const missing = missingScopes(found, look);
  const hidden = missing.filter((scope) => privateProjects.test(scope));
  const lacking = missing.filter((scope) => !privateProjects.test(scope));
  const isVital = needs.some((need) => need.isVital && lacking.includes(need.scope));
  const refused = look.reads.find(
    ({ problem, scopes }) =>
      problem?.code === 'CALM_FORBIDDEN' && scopes.some((scope) => lacking.includes(scope)),
  );
  const granted = held === undefined ? {} : { granted: held.length };
  const findings: Finding[] = [];
  if (lacking.length > 0) {
    const answer = refused === undefined ? {} : { call: refused.call, status: 403 };
    const evidence = { missing: lacking.join(', '), ...answer, ...granted };
    findings.push({ code: 'CALM_SCOPE_MISSING', severity: isVital ? 'stops' : 'warns', evidence, paste });
  }
  if (hidden.length > 0) {
    const evidence = { missing: hidden.join(', '), ...granted };
    findings.push({ code: 'CALM_PRIVATE_PROJECTS', severity: 'warns', evidence, paste });
  }
  const pushing = held?.filter((scope) => pushes.test(scope)) ?? [];
  if (pushing.length > 0) {
    const evidence = { scopes: pushing.join(', ') };
    findings.push({ code: 'CALM_EXISTING_INSTANCE', severity: 'warns', evidence, paste });
  }
  const spare = held?.filter((scope) => !needs.some((need) => holds([scope], need.scope))).length;
  return passed('scopes', inWords(needs.length, missing.length, spare), findings);
}

function inWords(needed: number, missing: number, spare: number | undefined): string {
  const there = missing === 0 ? `all ${needed} there` : `${missing} of ${needed} missing`;
  if (spare === undefined) return `${there}; the token does not list them`;
  return spare === 0 ? there : `${there}, ${spare} more than needed`;
}
