// Looks at the installation itself: what is bound and what is missing, the configuration, the environment.
import { type Check, type Finding, passed, problemCheck, problemFinding } from '../../core/doctor/check.ts';
import type { LandbridgeError } from '../../errors.ts';
import { type System, systemTitles } from '../bindings.ts';
import { appSettings, hasPassingDisk, mostBytesOfVariable } from '../environment.ts';
import { findExpiringCertificates } from '../expiring-certificates.ts';
import { isFile } from '../open-store.ts';
import type { SortedServices } from './find-bound.ts';
import { configuredFlows, type ReadConfig } from './read-config.ts';

interface Installation extends SortedServices {
  /** Why the bindings could not be read: then it is not known what is bound. */
  unread: LandbridgeError | undefined;
  /** Keys that lead to one tenant. */
  clashes: readonly LandbridgeError[];
  read: ReadConfig;
  /** Whether all that the flows need is to be there. */
  isWhole: boolean;
  state: string;
  now: number;
  /** Why the store could not be opened. */
  problem?: LandbridgeError;
}

export function checkInstallation(installation: Installation): Check[] {
  return [
    checkBound(installation),
    ...checkCertificates(installation),
    checkConfiguration(installation.read),
    checkState(installation),
  ];
}

function checkBound(installation: Installation): Check {
  const { unread, bound, clashes, read, callers, isWhole } = installation;
  const flows = configuredFlows(read.config);
  if (unread !== undefined) return problemCheck('bindings', unread);
  const needed = new Set<System>(['leanix', ...flows.map(({ rules }) => rules.system)]);
  const there = new Set(bound.map(({ system }) => system));
  const missing = isWhole ? [...needed].filter((system) => !there.has(system)) : [];
  const names = bound.map(({ service, system }) => `${service.name} (${systemTitles[system]})`);
  const workspaces = bound.filter(({ system }) => system === 'leanix').map(({ service }) => service.name);
  const undecided = flows.filter(({ chosen }) => chosen.workspace === undefined);
  const findings = missing.map(
    (system): Finding => ({
      code: 'CFG_BINDING_MISSING',
      severity: 'stops',
      evidence: { service: systemTitles[system], bound: names.join(', ') || 'none' },
    }),
  );
  for (const { name: flow, chosen } of isWhole ? flows : []) {
    const wanted = [...(chosen.sources ?? []), ...(chosen.workspace === undefined ? [] : [chosen.workspace])];
    for (const name of wanted.filter((each) => bound.every(({ service }) => service.name !== each))) {
      const evidence = { service: name, flow, bound: names.join(', ') || 'none' };
      findings.push({ code: 'CFG_BINDING_MISSING', severity: 'stops', evidence });
    }
  }
  findings.push(...clashes.map((clash) => problemFinding(clash)));
  if (isWhole && workspaces.length > 1 && undecided.length > 0) {
    const named = undecided.map(({ name }) => name).join(', ');
    const evidence = { service: systemTitles.leanix, bindings: workspaces.join(', '), flows: named };
    findings.push({ code: 'CFG_BINDING_AMBIGUOUS', severity: 'stops', evidence });
  }
  for (const binding of callers) {
    const evidence = { binding, plan: 'integration-flow' };
    findings.push({ code: 'CPI_ROLE_MISSING', severity: 'warns', evidence });
  }
  return passed('bindings', names.length === 0 ? 'none' : names.join(', '), findings);
}

/** Those of services that have no section of their own. */
function checkCertificates({ others, now }: Installation): Check[] {
  const findings = findExpiringCertificates(others, now).map(
    ({ code, isExpired, ...evidence }): Finding => ({
      code,
      severity: isExpired ? 'stops' : 'warns',
      evidence,
    }),
  );
  return findings.length === 0 ? [] : [passed('certificates', `${findings.length} to be renewed`, findings)];
}

function checkConfiguration({ config, name, problem, mistakes }: ReadConfig): Check {
  if (problem === undefined) {
    const flows = Object.keys(config.flows ?? {});
    const what = flows.length === 0 ? 'the landscape flow as it comes' : flows.join(', ');
    return passed('configuration', name === 'none' ? `no landbridge.yaml: ${what}` : `${name}: ${what}`);
  }
  const { code, severity, evidence } = problemFinding(problem);
  const places = Object.fromEntries(mistakes.map((mistake, index) => [`${index + 1}`, mistake]));
  return passed('configuration', name, [{ code, severity, evidence: { ...evidence, ...places } }]);
}

function checkState({ state, problem }: Installation): Check {
  const findings: Finding[] = problem === undefined ? [] : [problemFinding(problem)];
  const bytes = Buffer.byteLength(appSettings() ?? '');
  if (bytes > mostBytesOfVariable) {
    findings.push({
      code: 'CFG_ENV_TOO_BIG',
      severity: 'warns',
      evidence: { variable: 'APP_SETTINGS', bytes },
    });
  }
  if (isFile(state) && hasPassingDisk()) {
    findings.push({ code: 'CFG_EPHEMERAL', severity: 'warns', evidence: { state } });
  }
  return passed('state', state, findings);
}
