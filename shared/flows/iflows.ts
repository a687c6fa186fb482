// The iFlows flow: what is deployed in SAP Cloud Integration becomes interfaces, by SAP's modelling advice
// (leanix-api 5.4: interfaces with the middleware as IT component; each Application would cost a licence).
import { unconfigured } from '../core/configure-rules.ts';
import { partyKey } from '../core/item.ts';
import type { Item } from '../core/model.ts';
import type { Companion, FlowRules, MappedField, MappedRelation } from '../core/rules.ts';
import { tidyName } from '../core/text.ts';
import { unusable } from './unusable.ts';

/** leanix-api 5.3; where the workspace lacks one it is left out. */
const provider = 'relInterfaceToProviderApplication';
const consumer = 'relInterfaceToConsumerApplication';
const middleware = 'relInterfaceToITComponent';

export const iflows: FlowRules = {
  ...unconfigured,
  flow: 'iflows',
  system: 'cloud-integration',
  version: '2',
  targetType: 'Interface',
  typeReason: 'an integration flow joins applications, and as an Application it would cost a licence',
  subtype: 'logicalInterface',
  takesAnySubtype: true,
  tag: 'SAP Cloud Integration',
  fieldKeys: ['description', 'release'],
  relationKeys: [provider, consumer, middleware],
  firstPhases: { active: '{deployedOn}' },
  unusable,
  skip,
  gone,
  remarks,
  names,
  fields,
  relations,
  companions,
};

function skip(item: Item): string | undefined {
  return unusable(item) ?? (item.kind === 'INTEGRATION_FLOW' ? undefined : 'NOT_AN_IFLOW');
}

function gone({ attributes }: Item): string | undefined {
  return attributes.status === 'NotDeployed' ? 'NOT_DEPLOYED' : undefined;
}

function remarks({ kind, attributes }: Item): readonly string[] {
  if (kind !== 'INTEGRATION_FLOW') return [];
  const { status, packageId, hiddenPackages, version, designVersion } = attributes;
  const isDeployed = status !== 'NotDeployed';
  if (isDeployed && packageId === undefined) {
    return [
      hiddenPackages === undefined
        ? 'Deployed, but in no package: deleted there since, or an access policy hides it (CPI_ACCESS_POLICY).'
        : `Deployed, but in no package that may be read: CPI_ACCESS_POLICY keeps ${hiddenPackages} from the key; the role AccessAllAccessPoliciesArtifacts opens it.`,
    ];
  }
  // A draft has no version of its own.
  const isOther = isDeployed && designVersion !== version && designVersion?.toLowerCase() !== 'active';
  return isOther ? ['Deployed in another version than the one in its package.'] : [];
}

/** Names repeat over packages and tenants; full names must be unique. */
function names(item: Item): readonly string[] {
  const { name, nativeId, tenant } = item;
  const { package: owner } = item.attributes;
  return [
    name,
    ...(owner === undefined ? [] : [`${name} (${owner})`]),
    `${name} (${nativeId})`,
    `${name} (${nativeId}, ${tenant})`,
  ].map(tidyName);
}

function fields(item: Item): readonly MappedField[] {
  const { version } = item.attributes;
  return [
    {
      key: 'description',
      value: describe(item),
      owner: 'source-owned',
      why: 'facts of the integration flow',
      isBlock: true,
      isStandIn: true,
      isStamped: true,
    },
    ...(version === undefined
      ? []
      : [
          {
            key: 'release',
            value: version,
            owner: 'source-owned' as const,
            why: 'version of the integration flow',
          },
        ]),
  ];
}

function describe({ name, nativeId, attributes }: Item): string {
  const {
    description,
    package: owner,
    packageId,
    tenantHost,
    status,
    errorText,
    sender,
    receiver,
  } = attributes;
  return [
    `Integration flow: ${name} (${nativeId})`,
    description,
    owner === undefined ? packageId && `Package: ${packageId}` : `Package: ${owner} (${packageId})`,
    `Tenant: ${tenantHost}`,
    sender && `Sender: ${sender}`,
    receiver && `Receiver: ${receiver}`,
    `Status: ${errorText === undefined ? status : `${status}, ${errorText}`}`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Only to what bears exactly the name, or what a person said it is; what is likely is proposed. */
function relations({ system, tenant, attributes }: Item): readonly MappedRelation[] {
  const { sender, receiver } = attributes;
  const party = (key: string, name: string | undefined, why: string): MappedRelation[] =>
    name === undefined
      ? []
      : [
          {
            key,
            to: { companion: partyKey(system, tenant, name), name },
            named: `"${name}"`,
            isGuess: true,
            why,
          },
        ];
  return [
    ...party(provider, sender, 'sender of the integration flow'),
    ...party(consumer, receiver, 'receiver of the integration flow'),
    ...companions(tenant).map(
      ({ key, name, relation, why }): MappedRelation => ({
        key: relation,
        to: { companion: key, name },
        named: `"${name}"`,
        why,
      }),
    ),
  ];
}

/** The tenant as the IT component by which the flows run (leanix-api 5.4). */
function companions(tenant: string): readonly Companion[] {
  return [
    {
      key: `cpi:${tenant}`,
      name: `SAP Cloud Integration (${tenant})`,
      kind: 'TENANT',
      relation: middleware,
      why: 'tenant of the integration flow',
    },
  ];
}
