// Which scopes uses of Landbridge need, with the parameters to paste and the rules of the cockpit that go with them.
import {
  type CredentialType,
  instanceParameters,
  scopesByUse,
  scopesFor,
  type Use,
} from '../../connectors/cloud-alm/scopes.ts';
import { breakOfInstanceName, isGuid, longestInstanceName } from '../../core/doctor/instance-name.ts';
import { LandbridgeError } from '../../errors.ts';

export const useNames = Object.keys(scopesByUse).filter(isUse);

export interface ScopesWanted {
  uses: readonly string[];
  /** At most one of the two. */
  instanceName?: string | undefined;
  instanceId?: string | undefined;
  credentialType?: CredentialType | undefined;
}

export interface ScopesAdvice {
  parameters: ReturnType<typeof instanceParameters>;
  /** Parameters of the binding, where they are not empty. */
  bindingParameters?: object;
  rules: readonly string[];
}

/** @throws CFG_USAGE naming the uses there are, or what is wrong with the name */
export function adviseScopes({ uses, instanceName, instanceId, credentialType }: ScopesWanted): ScopesAdvice {
  checkUses(uses);
  if (instanceName !== undefined && instanceId !== undefined) {
    throw new LandbridgeError('CFG_USAGE', { reason: 'either --instance-name or --instance-id' });
  }
  const reason = instanceName === undefined ? undefined : breakOfInstanceName(instanceName);
  if (reason !== undefined) {
    throw new LandbridgeError('CALM_INSTANCE_NAME', { instance: instanceName ?? '', reason });
  }
  if (instanceId !== undefined && !isGuid(instanceId)) {
    throw new LandbridgeError('CFG_USAGE', { 'instance-id': instanceId, reason: 'not a GUID' });
  }
  const scopes = scopesFor(uses.filter(isUse)).map(({ scope }) => scope);
  return {
    parameters: instanceParameters(scopes, instanceName ?? instanceId, credentialType),
    ...(credentialType === 'x509' && { bindingParameters: certificateParameters }),
    rules: rulesFor(instanceId !== undefined),
  };
}

/** @throws CFG_USAGE naming the uses there are */
export function checkUses(uses: readonly string[]): void {
  if (uses.length > 0 && uses.every(isUse)) return;
  throw new LandbridgeError('CFG_USAGE', { for: uses.join(','), known: useNames.join(',') });
}

export function isUse(text: string): text is Use {
  return Object.hasOwn(scopesByUse, text);
}

/** The longest that SAP grants (cloud-alm-api 1.4). */
const certificateParameters = {
  'credential-type': 'x509',
  x509: { 'key-length': 2048, validity: 30, 'validity-type': 'DAYS' },
};

function rulesFor(isUpdate: boolean): string[] {
  return [
    `Instance name: at most ${longestInstanceName} characters; letters, digits, period and hyphen, underscores in place of blanks.`,
    'xsappname is that same name; where the instance has none, or is updated, its id (GUID).',
    isUpdate
      ? 'Never update an instance that managed systems use: their connection to SAP Cloud ALM can break, for they use a key of it. Make a new one.'
      : 'Make a new instance and leave those that are there: managed systems may use a key of them, and updating one can break their connection to SAP Cloud ALM.',
    'Binding name: not like <system id>_<client>_<system number>, which SAP Cloud ALM gives by itself.',
    'After a change of scopes a new token is needed; Landbridge asks for one by itself.',
  ];
}
