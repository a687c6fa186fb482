// The landscape flow: systems and services of SAP Cloud ALM become applications, by SAP's modelling advice
// (leanix-api 5.4: productive instances only; platform services are no applications).
import { unconfigured } from '../core/configure-rules.ts';
import { environmentOfRole } from '../core/match/trade-words.ts';
import type { Item } from '../core/model.ts';
import type { FlowRules, ItemEvidence, ItemId, MappedField } from '../core/rules.ts';
import { tidyName } from '../core/text.ts';
import { unusable } from './unusable.ts';

const applicationKinds = new Set(['CloudService', 'TechnicalSystem']);
const productiveRoles = new Set(['PROD', 'PRODUCTION', 'PRODUCTIVE']);
const otherRoles = new Set([
  'TEST',
  'DEVELOP',
  'DEVELOPMENT',
  'QA',
  'QUALITY',
  'SANDBOX',
  'DEMO',
  'TRAINING',
]);

/** Deployment models whose meaning is plain; others leave the hosting type alone. */
const hostingTypes: Readonly<Record<string, string>> = {
  'SAP Public Cloud': 'saas',
  'On-Premise': 'onPremise',
};

const kindWords: Readonly<Record<string, string>> = {
  CloudService: 'cloud service',
  TechnicalSystem: 'technical system',
};

export const landscape: FlowRules = {
  flow: 'landscape',
  system: 'cloud-alm',
  version: '1',
  targetType: 'Application',
  typeReason: 'productive systems and services are applications by SAP’s modelling guidelines',
  subtype: 'businessApplication',
  tag: 'SAP Cloud ALM',
  fieldKeys: ['alias', 'description', 'lxHostingType'],
  ...unconfigured,
  unusable,
  skip,
  names,
  fields,
  evidence,
};

function skip(item: Item): string | undefined {
  const reason = unusable(item);
  if (reason !== undefined) return reason;
  if (item.kind === 'BusinessService') return 'BUSINESS_SERVICE';
  if (item.kind === 'LogicalSystem') return 'LOGICAL_SYSTEM';
  if (!applicationKinds.has(item.kind)) return 'KIND_UNKNOWN';
  if (isPlatformService(item)) return 'PLATFORM_SERVICE';
  const role = item.attributes.role?.toUpperCase() ?? '';
  if (productiveRoles.has(role)) return undefined;
  return otherRoles.has(role) ? 'ROLE_NOT_PRODUCTIVE' : 'ROLE_UNKNOWN';
}

/** BTP services and HANA: the service type codes of SAP's platform services start with SCP_ (cloud-alm-api 2.1). */
function isPlatformService(item: Item): boolean {
  const serviceType = item.attributes.serviceType?.toUpperCase() ?? '';
  return (
    item.attributes.deploymentModel === 'BTP System' ||
    serviceType.startsWith('SCP_') ||
    /(^|_)HANA(_CLOUD|_DB|_DATABASE)?$/.test(serviceType)
  );
}

function names(item: Item): readonly string[] {
  const { serviceTypeLabel, serviceType, systemNumber } = item.attributes;
  const label = serviceTypeLabel ?? serviceType;
  const plain = tidyName(label === undefined ? item.name : `${label} (${item.name})`);
  if (systemNumber === undefined) return [plain];
  return [
    plain,
    tidyName(
      label === undefined ? `${item.name} (${systemNumber})` : `${label} (${item.name}, ${systemNumber})`,
    ),
  ];
}

function fields(item: Item): readonly MappedField[] {
  const { deploymentModel } = item.attributes;
  const hostingType = deploymentModel === undefined ? undefined : hostingTypes[deploymentModel];
  return [
    { key: 'alias', value: item.name, owner: 'source-owned', why: 'name of the landscape object' },
    {
      key: 'description',
      value: describe(item),
      owner: 'source-owned',
      why: 'facts of the landscape object',
    },
    ...(hostingType === undefined
      ? []
      : [
          {
            key: 'lxHostingType',
            value: hostingType,
            owner: 'source-owned' as const,
            why: `deployment model ${deploymentModel}`,
          },
        ]),
  ];
}

/**
 * The name of a technical system is its system id, that of a cloud service its tenant; what else may come is shown
 * in the user interface of Cloud ALM, under names that nobody has published (cloud-alm-api Q-L1).
 */
function evidence(item: Item): ItemEvidence {
  const { systemNumber, tenantId, installationNumber, rootUrl, role } = item.attributes;
  const own = /^[A-Z][A-Z0-9]{2}$/.test(item.name) ? 'system id' : 'own name';
  const given: [ItemId['kind'], string | undefined][] = [
    [own, item.name],
    ['system number', systemNumber],
    ['tenant id', tenantId],
    ['installation number', installationNumber],
    ['host', hostOf(rootUrl)],
  ];
  const product = item.attributes.serviceTypeLabel ?? item.attributes.serviceType;
  const environment = environmentOfRole(role);
  return {
    ids: given.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }])),
    ...(product !== undefined && { product }),
    ...(environment !== undefined && { environment }),
  };
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : URL.parse(url)?.hostname;
}

function describe(item: Item): string {
  const { serviceTypeLabel, serviceType, systemNumber, deploymentModel } = item.attributes;
  const thing = `${kindWords[item.kind] ?? item.kind} ${item.name}`;
  const label = serviceTypeLabel ?? serviceType;
  const parts = [
    label === undefined ? thing : `${label}, ${thing}`,
    systemNumber && `system number ${systemNumber}`,
    deploymentModel && `deployment model ${deploymentModel}`,
    'kept in step with SAP Cloud ALM',
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}
