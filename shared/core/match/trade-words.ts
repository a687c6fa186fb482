// The words of the trade that names are read by: environments, regions, spellings, words that say little. Data;
// read-name.ts applies it.

export const production = 'production';
/** Any environment but the productive one. */
export const nonProduction = 'non-production';

/** What a word says of the environment. A word that is as often part of a product ("quality") is not in here. */
export const environments: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [production]: ['prod', 'prd', 'production', 'productive'],
    quality: ['qas', 'qa', 'uat'],
    test: ['test', 'tests', 'testing', 'tst'],
    [nonProduction]: ['nonprod', 'nonproduction'],
    development: ['dev', 'devel', 'develop'],
    preproduction: ['preprod', 'preproduction', 'staging', 'stage'],
    validation: ['prodvalidation'],
    demo: ['demo'],
    trial: ['trial'],
    preview: ['preview'],
    beta: ['beta'],
    'proof of concept': ['poc'],
    sandbox: ['sandbox', 'sbx'],
  }).flatMap(([environment, words]) => words.map((word) => [word, environment] as const)),
);

/** Roles as Cloud ALM spells them, and the like. */
const roles: Readonly<Record<string, string>> = {
  PROD: production,
  PRODUCTION: production,
  PRODUCTIVE: production,
  TEST: 'test',
  QA: 'quality',
  QUALITY: 'quality',
  DEVELOP: 'development',
  DEVELOPMENT: 'development',
  SANDBOX: 'sandbox',
  DEMO: 'demo',
};

export function environmentOfRole(role = ''): string | undefined {
  return roles[role.toUpperCase()];
}

const wideRegions = [
  'emea apj apac asia europe africa america americas amer latam anz dach nordics nordic iberia benelux gulf mena',
  'uk usa us eu gb korea turkey scandinavia caribbean worldwide global',
];

/** Countries by their English names, and what companies call several of them. */
export const regions: ReadonlySet<string> = new Set([
  ...wideRegions.flatMap((words) => words.split(' ')),
  ...countryNames(),
]);

function countryNames(): string[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters
    .flatMap((first) => letters.map((second) => names.of(`${first}${second}`)))
    .flatMap((name) => (name !== undefined && /^[A-Za-z]+$/.test(name) ? [name.toLowerCase()] : []));
}

/** What belongs to a product and is not the product. */
export const parts: ReadonlySet<string> = new Set('api apis sdk runtime connector agent'.split(' '));

/** Words that many products bear: a name that has only them of a product does not name it. */
export const broadWords: ReadonlySet<string> = new Set(
  'cloud suite platform management business network public private standard advanced'.split(' '),
);

/** Words that tell no product from another. */
export const fillers: ReadonlySet<string> = new Set(
  'sap service services for on of and the a an by to in with btp solution solutions application applications app system edition option'.split(
    ' ',
  ),
);

/** What everybody in the trade shortens. A word or two that are as often meant as they stand are not in here. */
export const abbreviations: Readonly<Record<string, string>> = {
  ai: 'artificial intelligence',
  bi: 'business intelligence',
  bpm: 'business process management',
  crm: 'customer relationship management',
  ehs: 'environment,? health,? and safety',
  erp: 'enterprise resource planning',
  ewm: 'extended warehouse management',
  grc: 'governance,? risk,? and compliance',
  gts: 'global trade services',
  hcm: 'human capital management',
  iam: 'identity and access management',
  iot: 'internet of things',
  mdg: 'master data governance',
  mdm: 'master data management',
  ml: 'machine learning',
  plm: 'product lifecycle management',
  rpa: 'robotic process automation',
  scm: 'supply chain management',
  srm: 'supplier relationship management',
};

/** One spelling for what is spelt in many ways; on lower case text, before it is split into words. */
export const spellings: readonly (readonly [RegExp, string])[] = [
  ...Object.entries(abbreviations).map(([short, long]) => [new RegExp(`\\b${long}\\b`, 'g'), short] as const),
  [/\bs ?\/? ?4 ?\/? ?hana\b/g, 's4hana'],
  [/\bs\/4\b|\bs4\b/g, 's4hana'],
  [/\b(bw|c|b) ?\/? ?4 ?\/? ?hana\b/g, '$14hana'],
  [/\bbw\/?4\b/g, 'bw4hana'],
  [/\br\/3\b/g, 'r3'],
  [/\bt ?& ?d\b/g, 'test demo'],
  [/\bnon[- ]prod(uction|uctive)?\b/g, 'nonprod'],
  [/\bpre[- ]prod(uction|uctive)?\b/g, 'preprod'],
  [/\bprod(uction)?[- ]?validation\b|\(validation\)/g, 'prodvalidation'],
  [/\(quality\)/g, 'qas'],
  [/\(development\)/g, 'dev'],
  // The platform, under each of its names: what runs there is told by the rest.
  [/\b(?:(?:for|on) )?sap (?:btp|business technology platform|(?:hana )?cloud platform)\b/g, ' btp '],
];
