// Looks at the installation itself: what is bound and what is missing, the configuration, the environment.
import { type Check, type Finding, passed, problemFinding } from '../../core/doctor/check.ts';
import type { SourceSystem } from '../../core/model.ts';
import { systemTitles } from '../bindings.ts';
import type { BoundService } from '../bound-services.ts';
import { appSettings, hasPassingDisk, mostBytesOfVariable, stateFile } from '../environment.ts';
import { configuredFlows, type ReadConfig } from './read-config.ts';

export interface Bound {
  service: BoundService;
  system: SourceSystem | 'leanix';
}

interface Installation {
  bound: readonly Bound[];
  read: ReadConfig;
  /** Whether all that the flows need is to be there. */
  isWhole: boolean;
}

export function checkInstallation({ bound, read, isWhole }: Installation): Check[] {
  return [checkBound(bound, read, isWhole), checkConfiguration(read), checkEnvironment()];
}

function checkBound(bound: readonly Bound[], { config }: ReadConfig, isWhole: boolean): Check {
  const needed = new Set<Bound['system']>([
    'leanix',
    ...configuredFlows(config).map(({ rules }) => rules.system),
  ]);
  const there = new Set(bound.map(({ system }) => system));
  const missing = isWhole ? [...needed].filter((system) => !there.has(system)) : [];
  const names = bound.map(({ service, system }) => `${service.name} (${systemTitles[system]})`);
  return passed(
    'bindings',
    names.length === 0 ? 'none' : names.join(', '),
    missing.map(
      (system): Finding => ({
        code: 'CFG_BINDING_MISSING',
        severity: 'stops',
        evidence: { service: systemTitles[system], bound: names.join(', ') || 'none' },
      }),
    ),
  );
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

function checkEnvironment(): Check {
  const findings: Finding[] = [];
  const bytes = Buffer.byteLength(appSettings() ?? '');
  if (bytes > mostBytesOfVariable) {
    findings.push({
      code: 'CFG_ENV_TOO_BIG',
      severity: 'warns',
      evidence: { variable: 'APP_SETTINGS', bytes },
    });
  }
  if (hasPassingDisk()) {
    findings.push({ code: 'CFG_EPHEMERAL', severity: 'warns', evidence: { state: stateFile() } });
  }
  return passed('environment', `state in ${stateFile()}`, findings);
}
