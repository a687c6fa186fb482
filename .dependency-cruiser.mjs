// Who may import whom: section "Who may import whom" of ARCHITECTURE.md as rules. An area may import what is
// listed for it and nothing else of the project; `npm run check` also compares the modules seen with the files.

const ours = '^(bench|cli|functions|scripts|shared|simulator|test|web)/';
const errors = '^shared/(error(s|-codes)\\.ts$|error-codes/)';
const model = '^shared/core/model\\.ts$';
const reports = '^shared/core/(report[^/]*|doctor/check)\\.ts$';
const frontDoors = '^shared/connectors/[^/]+/(connect-[^/]+|binding|look-at-[^/]+|scopes|service-key)\\.ts$';
const httpDoors = '^shared/connectors/http/(surroundings|meter|certificate-validity)\\.ts$';
const adapters = '^shared/(store/(sqlite|postgresql|dynamodb)|queue/(in-process|sqs|pg-boss))';

/** Adapters that bring a library or a database with them. */
const heavyAdapters = '^shared/(store/(sqlite|postgresql|dynamodb)|queue/(sqs|pg-boss))';

/** The area imports of the project only itself, the errors and what is listed. */
const may = (name, area, allowed) => ({
  name: `${name}-imports`,
  severity: 'error',
  from: { path: area },
  to: { path: ours, pathNot: [area, errors, ...allowed] },
});

const never = (name, from, to) => ({ name, severity: 'error', from, to });

export default {
  forbidden: [
    may('core', '^shared/core/', []),
    never('core-is-pure', { path: '^shared/core/' }, { pathNot: [ours, '^(node:)?crypto$'] }),
    may('connectors', '^shared/connectors/', [model]),
    never(
      'connectors-know-no-sister',
      { path: '^shared/connectors/([^/]+)/' },
      { path: '^shared/connectors/', pathNot: ['^shared/connectors/($1|http)/'] },
    ),
    never(
      'connectors-take-types-of-the-model',
      { path: '^shared/connectors/' },
      { path: model, dependencyTypesNot: ['type-only'] },
    ),
    may('store', '^shared/store/', []),
    may('queue', '^shared/queue/', []),
    may('flows', '^shared/flows/', ['^shared/core/']),
    may('steps', '^shared/steps/', ['^shared/(core|flows|store|queue)/', frontDoors, httpDoors]),
    never('steps-know-no-adapter', { path: '^shared/steps/' }, { path: adapters }),
    may('platform', '^shared/platform/', [
      '^shared/(store|queue|connectors|steps|flows)/',
      // The configuration becomes the rules of a flow.
      '^shared/core/(settings|rules|configure-rules|doctor/(check|certificate))\\.ts$',
      model,
      reports,
    ]),
    never(
      'adapters-are-loaded-lazily',
      { path: '^shared/platform/' },
      { path: heavyAdapters, dynamic: false, dependencyTypesNot: ['type-only'] },
    ),
    may('errors', errors, []),
    may('functions', '^functions/', ['^shared/(steps|platform)/', reports, model]),
    may('cli', '^cli/', ['^shared/(steps|platform)/', reports, model, '^simulator/']),
    never(
      'cli-starts-the-simulator-lazily',
      { path: '^cli/' },
      {
        path: '^simulator/',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    ),
    may('simulator', '^simulator/', [model]),
    never(
      'simulator-takes-types-of-the-model',
      { path: '^simulator/' },
      { path: model, dependencyTypesNot: ['type-only'] },
    ),
    never('nobody-imports-functions', { pathNot: '^(test|bench)/' }, { path: '^functions/' }),
    never('nobody-imports-cli', { pathNot: '^(cli|test|bench)/' }, { path: '^cli/' }),
    never('nobody-imports-scripts', { pathNot: '^(scripts|test|bench)/' }, { path: '^scripts/' }),
    never('nobody-imports-tests', { pathNot: '^(test|bench)/' }, { path: '^(test|bench)/' }),
    never('no-cycles', {}, { circular: true }),
    never('no-unresolved', {}, { couldNotResolve: true }),
    never(
      'no-development-package-in-the-product',
      { path: '^(cli|functions|shared|simulator)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types are imports too: a cycle of types is a cycle.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
