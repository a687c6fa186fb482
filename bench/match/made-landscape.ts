// Landscapes with a known truth, as spiteful as real ones: tiers of one system, tenants of one product, regions of
// one company, system ids that two products share, fact sheets whose text speaks of another system. The noise is
// how far people strayed from the names of the source. Companies are invented; a seed gives the same landscape.
import type { FactSheet, Item } from '../../shared/core/model.ts';
import { createRandom, type Random } from '../../simulator/generate/random.ts';
import type { Size } from '../arguments.ts';
import { benchFactSheet, benchItem, type MatchSet } from './match-set.ts';

/** Share of the names that people spelt in their own way. */
export const noises = { little: 0.15, some: 0.45, much: 0.85 } as const;
export type Noise = keyof typeof noises;

interface Product {
  label: string;
  /** What people call it besides; an earlier name is one of them. */
  others: readonly string[];
  style: 'tenant' | 'company' | 'system id';
}

const products: readonly Product[] = [
  { label: 'SAP S/4HANA Cloud', others: ['S4 HANA Cloud', 'S/4HANA', 'SAP S4'], style: 'tenant' },
  { label: 'SAP S/4HANA', others: ['S4HANA on-premise', 'SAP S/4 HANA', 'S4'], style: 'system id' },
  { label: 'SAP ERP', others: ['SAP ECC', 'ERP central', 'R/3'], style: 'system id' },
  { label: 'SAP NetWeaver AS ABAP', others: ['NetWeaver ABAP', 'AS ABAP'], style: 'system id' },
  { label: 'SAP BW/4HANA', others: ['BW4HANA', 'SAP BW'], style: 'system id' },
  { label: 'SAP Process Orchestration', others: ['SAP PO', 'SAP PI/PO'], style: 'system id' },
  { label: 'SAP SuccessFactors HCM', others: ['SuccessFactors', 'SFSF'], style: 'company' },
  { label: 'SAP Ariba', others: ['Ariba Procurement', 'Ariba Network'], style: 'company' },
  { label: 'SAP Concur', others: ['Concur Expense', 'Travel Concur'], style: 'company' },
  { label: 'SAP Fieldglass', others: ['Fieldglass', 'Fieldglass VMS'], style: 'company' },
  {
    label: 'SAP Integrated Business Planning',
    others: ['IBP', 'Integrated Planning IBP'],
    style: 'tenant',
  },
  { label: 'SAP Cloud for Customer', others: ['C4C', 'Sales Cloud C4C'], style: 'tenant' },
  { label: 'SAP Analytics Cloud', others: ['SAC', 'BusinessObjects Cloud'], style: 'tenant' },
  { label: 'SAP Datasphere', others: ['Data Warehouse Cloud', 'DWC'], style: 'tenant' },
  { label: 'SAP Integration Suite', others: ['CPI', 'Cloud Platform Integration'], style: 'company' },
];

const regionWords = ['EMEA', 'APJ', 'Americas', 'Germany', 'France', 'Japan', 'Brazil', ''] as const;
const tiers = [
  { role: 'PROD', words: ['PRD', 'Prod', 'Production'], digit: 'P' },
  { role: 'QA', words: ['QAS', 'QA'], digit: 'Q' },
  { role: 'DEVELOP', words: ['DEV', 'Dev'], digit: 'D' },
] as const;
type Tier = (typeof tiers)[number];

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** One system, whether or not the source or people know it. */
interface Thing {
  product: Product;
  tier: Tier;
  /** As the source calls it. */
  name: string;
  region: string;
  systemNumber: string;
  installationNumber: string;
  host: string;
}

export function madeLandscape({ objects, factSheets }: Size, noise: Noise, seed = 1): MatchSet {
  const random = createRandom(seed, `match ${objects} ${factSheets} ${noise}`);
  const taken = new Set<string>();
  const things = makeThings(objects, taken, random);
  const stray = noises[noise];
  const known = things.map((thing, index) => ({ thing, item: itemOfThing(thing, index) }));
  const truth = new Map<string, Set<string>>();
  const sheets: FactSheet[] = [];
  const add = (name: string, fields: FactSheet['fields'] = {}) => {
    const id = random.uuid();
    sheets.push(benchFactSheet(id, name, fields));
    return id;
  };
  for (const { thing, item } of known) {
    if (sheets.length >= factSheets || !random.chance(0.7)) continue;
    truth.set(item.key, new Set([add(...describeThing(thing, random.pick(things), stray, random))]));
  }
  // What the source does not know of: systems that are gone, or of others.
  for (const thing of makeThings(Math.floor(objects / 5), taken, random)) {
    if (sheets.length < factSheets) add(...describeThing(thing, random.pick(things), stray, random));
  }
  while (sheets.length < factSheets) add(unrelatedName(random));
  return { items: random.shuffle(known.map(({ item }) => item)), factSheets: random.shuffle(sheets), truth };
}

/** @param taken no two of a product have the same name: nobody could tell which is meant */
function makeThings(count: number, taken: Set<string>, random: Random): Thing[] {
  const things: Thing[] = [];
  while (things.length < count) {
    const product = random.pick(products);
    const company = companyName(random);
    const installationNumber = `0${random.digits(9)}`;
    const regions = random.chance(0.4) ? [random.pick(regionWords), random.pick(regionWords)] : [''];
    for (const region of new Set(regions)) {
      for (const tier of random.chance(0.6) ? tiers : tiers.slice(0, 1)) {
        const name = nameThing(product, company, region, tier, random);
        const known = `${product.label} ${product.style === 'company' ? `${company} ${region} ${tier.role}` : name}`;
        if (taken.has(known) || things.length === count) continue;
        taken.add(known);
        const systemNumber = random.digits(9);
        const host = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${random.digits(4)}.example.com`;
        things.push({ product, tier, name, region, systemNumber, installationNumber, host });
      }
    }
  }
  return things;
}

function nameThing({ style }: Product, company: string, region: string, tier: Tier, random: Random): string {
  if (style === 'tenant') return `my${random.digits(6)}`;
  if (style === 'system id')
    return `${random.pick(letters)}${random.pick(letters)}${random.pick([tier.digit, ...'0123456789'])}`;
  const [word] = tier.words;
  return [company, region, random.chance(0.7) || tier.role !== 'PROD' ? word : ''].filter(Boolean).join('-');
}

function itemOfThing({ product, tier, name, ...ids }: Thing, index: number): Item {
  const isSystem = product.style === 'system id';
  return benchItem({
    kind: isSystem ? 'TechnicalSystem' : 'CloudService',
    nativeId: `lms-${index}`,
    name,
    attributes: {
      role: tier.role,
      serviceTypeLabel: product.label,
      systemNumber: ids.systemNumber,
      ...(isSystem && { installationNumber: ids.installationNumber }),
      ...(!isSystem && { rootUrl: `https://${ids.host}/login` }),
    },
  });
}

/** A name and fields as people write them: the further they stray, the less is as the source has it. */
function describeThing(
  { product, tier, name, region, systemNumber, installationNumber, host }: Thing,
  other: Thing,
  stray: number,
  random: Random,
): [string, FactSheet['fields']] {
  const strays = (share = 1) => random.chance(stray * share);
  const label = strays() ? random.pick([...product.others, withTypo(product.label, random)]) : product.label;
  const isProductive = tier.role === 'PROD';
  const tierWord = !isProductive || strays(0.3) ? random.pick(tier.words) : '';
  const withoutName = strays(0.35);
  const words = [label, withoutName ? '' : name, strays(0.4) ? region : '', tierWord].filter(Boolean);
  const text = strays()
    ? random.pick([words.join(' '), words.join(' - '), [...words.slice(1), label].join(' ')])
    : `${label} (${words.slice(1).join(', ') || region || 'global'})`;
  const told = random.pick([name, systemNumber, host]);
  const others = [
    `Successor of ${other.name}.`,
    `Interface to ${other.product.label} ${other.systemNumber}.`,
    `Replaces ${other.host}.`,
  ];
  return [
    text,
    {
      alias: strays(0.3) ? told : '',
      description: [
        strays(0.3) ? `${product.label}, ${told}.` : '',
        strays(0.2) ? `Installation ${installationNumber}.` : '',
        strays(0.15) ? random.pick(others) : '',
      ]
        .filter(Boolean)
        .join(' '),
    },
  ];
}

function withTypo(text: string, random: Random): string {
  const at = 4 + random.below(text.length - 5);
  return random.chance(0.5)
    ? `${text.slice(0, at)}${text.slice(at + 1)}`
    : `${text.slice(0, at)}${text.charAt(at + 1)}${text.charAt(at)}${text.slice(at + 2)}`;
}

const beginnings = 'Nor Sol Ver Bel Tra Quo Mar Lin Ost Hal Fen Gar Kel Pro Dan Ril'.split(' ');
const middles = 'va ti mo ca re lu si no pe da'.split(' ');
const ends = 'ra tex lis dyn via corp mark tech pharm gas'.split(' ');

function companyName(random: Random): string {
  return random.pick(beginnings) + random.pick(middles) + random.pick(ends);
}

const subjects = 'Invoice Payroll Fleet Claims Tariff Recipe Batch Warehouse Dealer Energy Visitor'.split(
  ' ',
);
const things = 'Archive Portal Cockpit Engine Scanner Gateway Tracker Planner Register Monitor'.split(' ');

function unrelatedName(random: Random): string {
  const base = `${random.pick(subjects)} ${random.pick(things)}`;
  const region = random.pick(regionWords);
  const place = random.chance(0.5) ? companyName(random) : `${region} ${random.digits(2)}`;
  return random.chance(0.2)
    ? `SAP ${random.pick(subjects)} add-on ${random.digits(3)}`
    : `${base} ${place.trim()}`;
}
