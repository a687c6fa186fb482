// Makes the landscape of a simulated Cloud ALM tenant: about 60 % cloud services, 25 % technical systems, 8 %
// logical systems and 7 % business services. The same seed and size give the same objects.
import { createRandom, type Random } from './random.ts';
import {
  btpSystem,
  cloudServices,
  companies,
  logicalSystems,
  type NameStyle,
  processes,
  regions,
  type ServiceKind,
  teams,
  technicalSystems,
} from './words.ts';

export interface LandscapeObject {
  lmsId: string;
  name: string | null;
  objectType: string;
  serviceType: string | null;
  serviceTypeLabel: string | null;
  role: string;
  systemNumber: string | null;
  externalId: string | null;
  source: string;
  deploymentModel: string | null;
}

/** Makes objects one after the other; never two with the same label and name. */
export interface LandscapeMaker {
  make(): LandscapeObject;
  /** Another name in the manner of this object's name, taken by nobody yet. */
  rename(object: LandscapeObject): string;
}

export function generateLandscape(options: {
  size: number;
  seed: number;
  oddRecords: boolean;
}): LandscapeObject[] {
  const { size, seed, oddRecords } = options;
  const random = createRandom(seed, 'landscape');
  const maker = createLandscapeMaker(random, []);
  const objects = Array.from({ length: size }, () => maker.make());
  if (size >= 100) repeatOneName(objects);
  if (size >= 50) makeSomeUnusual(objects);
  if (oddRecords) makeSomeOdd(objects);
  return objects;
}

/** Goes on after `existing`: the mix of kinds continues and their names are taken. */
export function createLandscapeMaker(random: Random, existing: readonly LandscapeObject[]): LandscapeMaker {
  const key = (label: string | null, name: string | null): string =>
    `${label ?? ''} ${name ?? ''}`.toLowerCase();
  const taken = new Set(existing.map((object) => key(object.serviceTypeLabel, object.name)));
  let made = existing.length;

  function unused(label: string | null, propose: () => string): string {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      const name = propose();
      if (taken.has(key(label, name))) continue;
      taken.add(key(label, name));
      return name;
    }
    throw new Error(`no unused name for ${label ?? 'a business service'}`);
  }

  function make(): LandscapeObject {
    const kind = kindOf(made);
    made += 1;
    if (kind === 'BusinessService') return makeBusinessService();
    if (kind === 'LogicalSystem') return makeSystem(kind, logicalSystems);
    return makeSystem(kind, kind === 'CloudService' ? cloudServices : technicalSystems);
  }

  function makeSystem(objectType: string, kinds: readonly ServiceKind[]): LandscapeObject {
    const kind = pickWeighted(random, kinds);
    const role = pickRole(random);
    const fromCloud = objectType === 'CloudService';
    return {
      lmsId: random.uuid(),
      name: unused(kind.label, () => makeName(random, kind.style, role)),
      objectType,
      serviceType: kind.serviceType,
      serviceTypeLabel: kind.label,
      role,
      systemNumber: makeSystemNumber(random, fromCloud),
      externalId: fromCloud && random.chance(0.5) ? `0M4${random.digits(5)}` : null,
      source: fromCloud ? 'IMPORTED' : 'REGISTERED',
      deploymentModel: kind.deploymentModel,
    };
  }

  function makeBusinessService(): LandscapeObject {
    return {
      lmsId: random.uuid(),
      name: unused(null, () => makeName(random, 'process', 'PROD')),
      objectType: 'BusinessService',
      serviceType: null,
      serviceTypeLabel: null,
      role: pickRole(random),
      systemNumber: null,
      externalId: null,
      source: 'MANUAL',
      deploymentModel: null,
    };
  }

  return {
    make,
    rename: (object) => unused(object.serviceTypeLabel, () => makeName(random, styleOf(object), object.role)),
  };
}

function styleOf(object: LandscapeObject): NameStyle {
  if (object.objectType === 'BusinessService') return 'process';
  if (object.objectType === 'LogicalSystem') return 'client';
  const kind = [...cloudServices, ...technicalSystems].find(
    (known) => known.serviceType === object.serviceType,
  );
  return kind?.style ?? 'subaccount';
}

/** What Landbridge should call the fact sheet of an object. */
export function wouldBeName(object: LandscapeObject): string {
  const label = object.serviceTypeLabel ?? object.serviceType;
  return label === null ? (object.name ?? '') : `${label} (${object.name ?? ''})`;
}

/** Whether an object belongs into LeanIX at all: a productive system or service that is no platform service. */
export function isEligible(object: LandscapeObject): boolean {
  return (
    (object.objectType === 'CloudService' || object.objectType === 'TechnicalSystem') &&
    object.role === 'PROD' &&
    Boolean(object.name) &&
    object.serviceTypeLabel !== null &&
    object.deploymentModel !== btpSystem
  );
}

export function makeSystemNumber(random: Random, fromCloud: boolean): string {
  return `000000000${fromCloud ? '8' : '3'}${random.digits(8)}`;
}

/** Fixed turns rather than chance: the mix is right at any size. 60 + 25 + 8 + 7 of every hundred. */
function kindOf(index: number): 'CloudService' | 'TechnicalSystem' | 'LogicalSystem' | 'BusinessService' {
  const turn = (index * 37) % 100;
  if (turn < 60) return 'CloudService';
  if (turn < 85) return 'TechnicalSystem';
  return turn < 93 ? 'LogicalSystem' : 'BusinessService';
}

function pickRole(random: Random): string {
  const at = random.next();
  if (at < 0.65) return 'PROD';
  return at < 0.85 ? 'TEST' : 'DEVELOP';
}

function pickWeighted(random: Random, kinds: readonly ServiceKind[]): ServiceKind {
  let at = random.below(kinds.reduce((sum, kind) => sum + kind.weight, 0));
  for (const kind of kinds) {
    at -= kind.weight;
    if (at < 0) return kind;
  }
  return random.pick(kinds);
}

function makeName(random: Random, style: NameStyle, role: string): string {
  const company = random.pick(companies);
  switch (style) {
    case 'tenant':
      return `my${random.pick(['3', '4'])}${random.digits(5)}`;
    case 'company':
      return `${company}${random.chance(0.3) ? '' : random.digits(3)}${role === 'PROD' ? 'P' : 'T'}${random.below(9)}`;
    case 'realm':
      return `${company}-${random.digits(4)}${role === 'PROD' ? '' : '-t'}`;
    case 'subaccount':
      return `${random.pick(teams)}-${role === 'PROD' ? 'prod' : 'test'}-${random.digits(4)}`;
    case 'systemId':
      return makeSystemId(random, role);
    case 'client':
      return `${makeSystemId(random, role)}CLNT${random.pick(['100', '200', '400'])}`;
    case 'process': {
      const process = `${random.pick(processes)} ${random.pick(regions)}`;
      return random.chance(0.5) ? process : `${process} ${1 + random.below(99)}`;
    }
  }
}

/** Three characters, mostly beginning as the role does. */
function makeSystemId(random: Random, role: string): string {
  const usual = role === 'PROD' ? 'P' : role === 'TEST' ? 'Q' : 'D';
  const first = random.chance(0.7) ? usual : random.pick([...'ABCEFGHIJKLMNORSTUVWXYZ']);
  const rest = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  return `${first}${random.pick([...rest])}${random.pick([...rest])}`;
}

/** Two services that would get the same name and differ in their system number only. */
function repeatOneName(objects: LandscapeObject[]): void {
  const [first, second] = objects.filter(
    (object) => object.objectType === 'CloudService' && isEligible(object),
  );
  if (first === undefined || second === undefined) return;
  const { serviceType, serviceTypeLabel, name, deploymentModel } = first;
  Object.assign(second, { serviceType, serviceTypeLabel, name, deploymentModel });
}

/** Legal, but seldom: no system number, no label, a role of the customer's own. */
function makeSomeUnusual(objects: readonly LandscapeObject[]): void {
  const services = objects
    .filter((object) => object.objectType === 'CloudService' && isEligible(object))
    .slice(2);
  const step = Math.max(3, Math.floor(services.length / Math.ceil(objects.length / 200)));
  for (let index = 0; index < services.length; index += step) {
    const [numberless, labelless, special] = services.slice(index, index + 3);
    if (numberless !== undefined) numberless.systemNumber = null;
    if (labelless !== undefined) labelless.serviceTypeLabel = null;
    if (special !== undefined) special.role = 'REHEARSAL';
  }
}

/** What no real tenant should send, for tests: objects without a name, values nobody knows. */
function makeSomeOdd(objects: readonly LandscapeObject[]): void {
  const [nameless, emptyName, otherKind] = objects.filter(isEligible).slice(-3);
  if (nameless !== undefined) nameless.name = null;
  if (emptyName !== undefined) emptyName.name = '';
  if (otherKind !== undefined) Object.assign(otherKind, { objectType: 'EdgeNode', source: 'TELEPATHY' });
}
