// The difference between what a key has and what is needed, whatever it has and whatever is asked.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scopesByUse, scopesFor, type Use } from '../../../../shared/connectors/cloud-alm/scopes.ts';
import { readServiceKey } from '../../../../shared/connectors/cloud-alm/service-key.ts';
import { verdictOf } from '../../../../shared/core/doctor/check.ts';
import { diagnoseCloudAlm } from '../../../../shared/core/doctor/cloud-alm.ts';
import type { CloudAlmSeen } from '../../../../shared/core/doctor/cloud-alm-case.ts';
import { LandbridgeError } from '../../../../shared/errors.ts';

const uses = Object.keys(scopesByUse) as Use[];
const all = scopesFor(uses).map(({ scope }) => scope);

function diagnose(asked: readonly Use[], token: CloudAlmSeen['token'], reads: CloudAlmSeen['reads'] = []) {
  const needs = scopesFor(asked);
  return diagnoseCloudAlm({
    key: readServiceKey({
      endpoints: { Api: 'https://eu10.alm.cloud.sap/api' },
      uaa: { url: 'https://a.authentication.eu10.hana.ondemand.com', clientid: 'x!b1', clientsecret: 's' },
    }),
    service: { name: 'calm-api' },
    binding: {
      apiUrl: 'https://eu10.alm.cloud.sap/api',
      tokenUrl: 'https://a.authentication.eu10.hana.ondemand.com/oauth/token',
      tenant: 'a',
    },
    look: {
      tokenHost: { host: 'a' },
      apiHost: { host: 'b' },
      reads,
      ...(token !== undefined && { token }),
    },
    needs,
    parameters: { needs: needs.map(({ scope }) => scope) },
    now: 0,
  });
}

const someUses = fc.subarray(uses, { minLength: 1 });
const someScopes = fc.subarray(all);

describe('the scopes of a key', () => {
  it('lack exactly what is needed and not granted, behind whatever master application', () => {
    fc.assert(
      fc.property(
        someUses,
        someScopes,
        fc.constantFrom('', 'calm!b0000.', 'sapcloudalm!b16907.'),
        (asked, granted, prefix) => {
          const checks = diagnose(asked, { scopes: granted.map((scope) => `${prefix}${scope}`) });
          const findings = checks.flatMap((check) => check.findings);
          const told = findings.flatMap(({ evidence }) => String(evidence.missing).split(', '));
          const needs = scopesFor(asked);
          const lacking = needs.filter(({ scope }) => !granted.includes(scope));
          expect(told.toSorted()).toEqual(lacking.map(({ scope }) => scope).toSorted());
          expect(verdictOf(checks)).toBe(
            lacking.some(({ isVital }) => isVital) ? 'failing' : lacking.length > 0 ? 'warnings' : 'green',
          );
          for (const { paste } of findings) expect(paste).toEqual({ needs: needs.map(({ scope }) => scope) });
        },
      ),
    );
  });

  it('are there where a read that needs them works, whatever the token lists', () => {
    const reads = [{ api: 'landscape', call: 'GET /', scopes: ['calm-api.landscape.read'], rows: 1 }];
    const [finding] = diagnose(['landscape'], { scopes: [] }, reads).flatMap((check) => check.findings);
    expect(finding).toMatchObject({
      severity: 'warns',
      evidence: { missing: 'calm-api.subscriptions.read' },
    });
  });

  it('are told by the refused read where the token lists none', () => {
    const problem = new LandbridgeError('CALM_FORBIDDEN', { status: 403 });
    const reads = [{ api: 'landscape', call: 'GET /objects', scopes: ['calm-api.landscape.read'], problem }];
    const findings = diagnose(['landscape'], {}, reads).flatMap((check) => check.findings);
    expect(findings).toMatchObject([
      {
        code: 'CALM_SCOPE_MISSING',
        severity: 'stops',
        evidence: { missing: 'calm-api.landscape.read', call: 'GET /objects', status: 403 },
      },
    ]);
  });

  it('of several uses are merged: each once, and nothing beyond them', () => {
    fc.assert(
      fc.property(someUses, (asked) => {
        const scopes = scopesFor(asked).map(({ scope }) => scope);
        expect(new Set(scopes).size).toBe(scopes.length);
        const wanted = new Set(asked.flatMap((use) => scopesByUse[use].map(({ scope }) => scope as string)));
        expect(new Set(scopes)).toEqual(wanted);
      }),
    );
  });
});
