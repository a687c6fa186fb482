// The words of the trade that names are read by: environments, regions, spellings, words that say little. Data;
// read-name.ts applies it.

export const production = 'production';
/** Any environment but the productive one. */
export const nonProduction = 'non-production';

/** What a word says of the environment. A word that is as often part of a product or a department ("quality", "Entwicklung", "recette") is not in here. */
export const environments: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [production]: ['prod', 'prd', 'production', 'productive', 'produktiv', 'produktivsystem'],
    quality: ['qas', 'qa', 'uat', 'qualitatssystem', 'abnahmesystem'],
    test: [
      'test',
      'tests',
      'testing',
      'tst',
      'testsystem',
      'testumgebung',
      'testmandant',
      'pruebas',
      'teste',
      'testes',
    ],
    [nonProduction]: ['nonprod', 'nonproduction'],
    development: ['dev', 'devel', 'develop', 'entwicklungssystem', 'entwicklungsumgebung'],
    preproduction: [
      'preprod',
      'preproduction',
      'staging',
      'stage',
      'vorproduktion',
      'preproduccion',
      'preproducao',
      'preproduzione',
      'preproductie',
    ],
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

/** What companies call several countries, and what has several names: the first of a line is what it is read as. */
const wideRegions = [
  'emea;apj;apac;asia;europe;africa;americas america amer;latam;anz;dach;nordics nordic;iberia;benelux;gulf;mena',
  'uk gb;usa us;eu;korea;turkiye turkey;scandinavia;caribbean;worldwide global',
];

/** People write a country in their own language too. */
const languages = ['de', 'fr', 'es', 'pt', 'it', 'nl'];
/** Shorter ones are as often another word; so are a few of the others. */
const shortestForeign = 5;
const noCountries = new Set('island chili grenade granada franca maurice dominique'.split(' '));

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** By their codes; those of one word. */
const inEnglish = new Map(
  namesIn(
    'en',
    letters.flatMap((first) => letters.map((second) => `${first}${second}`)),
  ),
);

const regions: ReadonlyMap<string, string> = new Map([
  ...languages
    .flatMap((language) => namesIn(language, inEnglish.keys()))
    .filter(([, word]) => word.length >= shortestForeign && !noCountries.has(word))
    .map(([code, word]) => [word, inEnglish.get(code) ?? word] as const),
  ...wideRegions
    .flatMap((line) => line.split(';'))
    .flatMap((line) => {
      const words = line.split(' ');
      return words.map((word) => [word, words[0] ?? word] as const);
    }),
  ...[...inEnglish.values()].map((word) => [word, word] as const),
]);

/** The region that a word names, in one spelling; undefined where it names none. */
export function regionOf(word: string): string | undefined {
  return regions.get(word);
}

export const regionWords: readonly string[] = [...regions.keys()];

function namesIn(language: string, codes: Iterable<string>): (readonly [code: string, word: string])[] {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  return [...codes].flatMap((code) => {
    const name = names.of(code);
    if (name === undefined || !/^\p{L}+$/u.test(name)) return [];
    return [[code, name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()] as const];
  });
}

/** What belongs to a product and is not the product. */
export const parts: ReadonlySet<string> = new Set('api apis sdk runtime connector agent'.split(' '));

/** Words that many products bear: a name that has only them of a product does not name it. */
export const broadWords: ReadonlySet<string> = new Set(
  'cloud suite platform management business network public private standard advanced'.split(' '),
);

/** Words that set things in relation: an app for a product, a product on the platform. */
export const relatingWords: ReadonlySet<string> = new Set('for on of and by to in with btp'.split(' '));

/** Words that tell no product from another. */
export const fillers: ReadonlySet<string> = new Set([
  ...relatingWords,
  ...'sap service services the a an solution solutions application applications app system edition option'.split(
    ' ',
  ),
]);

/** By which people mark what is gone, another or unsure; no trademark. */
export const signsOfDoubt = /[†‡≠→?*~]|(?![®©°™℠])\p{So}/u;

/** Words by which people say what an id is of. */
export const idLabels: ReadonlySet<string> = new Set(
  'id sid tenant host hostname url http https www number nr'.split(' '),
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
