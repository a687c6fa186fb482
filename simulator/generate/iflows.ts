// Fills a simulated Cloud Integration tenant: about ten flows a package, most of them started, some failed, on the
// way, drafts, never deployed, or deployed and deleted in their package since. A few bear the name of an interface
// that the workspace has, some are protected by an access policy.
import {
  createTenant,
  type DesignArtifact,
  type IntegrationTenant,
  type RuntimeArtifact,
  type RuntimeStatus,
} from '../cloud-integration/tenant.ts';
import { deployers, descriptions, errors, objects, packageKinds, systems, verbs } from './iflow-words.ts';
import type { Random } from './random.ts';
import { regions } from './words.ts';

export interface TenantRecipe {
  /** Integration flows, deployed or not. */
  flows: number;
  /** Without it about ten flows a package. */
  packages?: number | undefined;
  /** Names of interfaces that a few flows share. */
  interfaces: readonly string[];
  /** Names of applications that some flows name as sender or receiver. */
  applications: readonly string[];
  random: Random;
}

const flowsPerPackage = 10;
/** 2026-01-01 */
const newest = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;

export function generateTenant(recipe: TenantRecipe): IntegrationTenant {
  const { flows, random } = recipe;
  const tenant = createTenant();
  const packages = Math.max(1, recipe.packages ?? Math.ceil(flows / flowsPerPackage));
  for (let index = 0; index < packages; index += 1) addPackage(tenant, index, random);
  const packageIds = [...tenant.packages.keys()];
  for (let index = 0; index < flows; index += 1) {
    const packageId = packageIds[index % packages] ?? random.pick(packageIds);
    const fate = fateOf(index);
    const designed = makeFlow(recipe, index, packageId);
    if (fate !== 'orphan') tenant.designed.set(designed.Id, designed);
    if (fate === 'designed' || fate === 'draft') continue;
    tenant.deployed.set(designed.Id, deploy(designed, fate === 'orphan' ? 'STARTED' : fate, random));
    if (index % 17 === 16) designed.Version = '2.0.0';
    if (index % 50 === 23) tenant.protectedIds.add(designed.Id);
  }
  addOtherArtifacts(tenant, Math.ceil(flows / 20), random);
  return tenant;
}

/** Fixed turns rather than chance: every kind is there from 50 flows on. */
function fateOf(index: number): RuntimeStatus | 'designed' | 'draft' | 'orphan' {
  const turn = (index * 7) % 50;
  if (turn < 2) return 'ERROR';
  if (turn === 2) return 'STARTING';
  if (turn === 3) return 'STOPPING';
  if (turn < 8) return 'designed';
  if (turn === 8) return 'draft';
  return turn === 9 ? 'orphan' : 'STARTED';
}

function makeFlow(
  { interfaces, applications, random }: TenantRecipe,
  index: number,
  packageId: string,
): DesignArtifact {
  const name = interfaces[(index - 5) / 10] ?? nameOf(index);
  const party = () => {
    const at = random.next();
    if (applications.length > 0 && at < 0.3) return random.pick(applications);
    return at < 0.8 ? random.pick(systems).replaceAll(' ', '_') : '';
  };
  return {
    set: 'IntegrationDesigntimeArtifacts',
    Id: `${nameOf(index).replace(/\W+/g, '_')}_${index}`,
    Version: fateOf(index) === 'draft' ? 'Active' : `1.${random.below(6)}.${random.below(10)}`,
    PackageId: packageId,
    // Names repeat over packages.
    Name: index % 25 === 24 ? nameOf(index - 1) : name,
    Description: random.pick(descriptions),
    Sender: party(),
    Receiver: party(),
  };
}

/** Never twice the same: walks through all combinations, then numbers them. */
function nameOf(index: number): string {
  const total = objects.length * verbs.length * systems.length * regions.length;
  // A step that shares no divisor with the total meets every combination once.
  const at = (index * 7919) % total;
  const pick = (list: readonly string[], divisor: number) =>
    list[Math.floor(at / divisor) % list.length] ?? '';
  const name = [
    pick(objects, 1),
    pick(verbs, objects.length),
    pick(systems, objects.length * verbs.length),
    pick(regions, objects.length * verbs.length * systems.length),
  ].join(' ');
  return index < total ? name : `${name} ${Math.floor(index / total) + 1}`;
}

export function deploy(designed: DesignArtifact, status: RuntimeStatus, random: Random): RuntimeArtifact {
  return {
    Id: designed.Id,
    Version: designed.Version,
    Name: designed.Name,
    Type: 'INTEGRATION_FLOW',
    DeployedBy: random.pick(deployers),
    DeployedOn: newest - random.below(700 * dayMs),
    Status: status,
    ...(status === 'ERROR' && { error: random.pick(errors) }),
  };
}

function addPackage(tenant: IntegrationTenant, index: number, random: Random): void {
  const name = `${objects[index % objects.length]} ${random.pick(packageKinds)} ${index + 1}`;
  const made = newest - random.below(1500 * dayMs);
  const Id = name.replace(/\W+/g, '');
  tenant.packages.set(Id, {
    Id,
    Name: name,
    Description: '',
    ShortText: name,
    Version: '1.0.0',
    Vendor: 'Example Corp',
    Mode: 'EDIT_ALLOWED',
    SupportedPlatform: 'SAP Cloud Integration',
    ModifiedBy: 'S0012345678',
    CreationDate: made,
    ModifiedDate: made,
    CreatedBy: 'S0012345678',
  });
}

/** Value mappings are deployed too; script collections and message mappings stay in their packages here. */
function addOtherArtifacts(tenant: IntegrationTenant, count: number, random: Random): void {
  const packageIds = [...tenant.packages.keys()];
  const sets = [
    'ValueMappingDesigntimeArtifacts',
    'ScriptCollectionDesigntimeArtifacts',
    'MessageMappingDesigntimeArtifacts',
  ] as const;
  for (let index = 0; index < count; index += 1) {
    const set = sets[index % sets.length] ?? sets[0];
    const Id = `${set.replace('DesigntimeArtifacts', '')}_${index}`;
    const artifact: DesignArtifact = {
      set,
      Id,
      Version: '1.0.0',
      PackageId: random.pick(packageIds),
      Name: Id.replaceAll('_', ' '),
      Description: '',
      Sender: '',
      Receiver: '',
    };
    tenant.designed.set(Id, artifact);
    const Type = { ValueMapping: 'VALUE_MAPPING', ScriptCollection: 'SCRIPT_COLLECTION' }[
      Id.split('_')[0] ?? ''
    ];
    if (Type !== undefined) tenant.deployed.set(Id, { ...deploy(artifact, 'STARTED', random), Type });
  }
}
