// GET /api/v1: packages, what is designed in each, what is deployed and why it failed (systems-and-peers 5.2). Reads
// only: nothing that Landbridge needs modifies.
import { type Context, Hono } from 'hono';
import type { SimulatorClock } from '../clock.ts';
import { readBearer, type TokenIssuer } from '../tokens.ts';
import { answerList, answerOne, type Entity, type EntityAddress, refuse } from './odata.ts';
import { type CallKind, createRateLimit } from './rate-limit.ts';
import {
  artifactsIn,
  type DesignArtifact,
  designSets,
  type IntegrationPackage,
  type IntegrationTenant,
  type RuntimeArtifact,
} from './tenant.ts';

export const roles = {
  design: 'WorkspacePackagesRead',
  runtime: 'MonitoringDataRead',
  protected: 'AccessAllAccessPoliciesArtifacts',
} as const;

export interface ContentApiOptions {
  tenant: IntegrationTenant;
  issuer: TokenIssuer;
  clock: SimulatorClock;
  origin: () => string;
  isEmptied: () => boolean;
}

const packageAddress: EntityAddress = {
  of: ({ Id }) => `IntegrationPackages('${Id}')`,
  type: 'com.sap.hci.api.IntegrationPackage',
};
const designAddress: EntityAddress = {
  of: ({ Id, Version }) => `IntegrationDesigntimeArtifacts(Id='${Id}',Version='${Version}')`,
  type: 'com.sap.hci.api.IntegrationDesigntimeArtifact',
};
const runtimeAddress: EntityAddress = {
  of: ({ Id }) => `IntegrationRuntimeArtifacts('${Id}')`,
  type: 'com.sap.hci.api.IntegrationRuntimeArtifact',
};

export function createContentApi({ tenant, issuer, clock, origin, isEmptied }: ContentApiOptions): Hono {
  const app = new Hono();
  const mayPass = createRateLimit();
  const root = () => `${origin()}/api/v1`;

  app.use('*', async (c, next) => {
    const claims = readBearer(issuer, c.req.header('Authorization'));
    if (claims === undefined) {
      return c.body(null, 401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' });
    }
    if (c.req.method !== 'GET') return refuse(c, 405, 'Only reading is simulated');
    const kind = kindOf(c.req.path);
    if (!mayPass(kind, clock.real())) {
      // assumption: systems-and-peers 5.4 knows no Retry-After for sure.
      c.header('Retry-After', '1');
      return refuse(c, 429, 'Too many requests');
    }
    if (!rolesOf(claims).has(roles[kind])) return refuse(c, 403, 'Access denied');
    return next();
  });

  app.get('/IntegrationRuntimeArtifacts', (c) =>
    answerList(c, root(), isEmptied() ? [] : deployed().map(runtimeEntity), runtimeAddress),
  );
  app.get('/IntegrationPackages', (c) =>
    answerList(c, root(), isEmptied() ? [] : packages().map(packageEntity), packageAddress),
  );
  // Design time cannot be listed over all packages (systems-and-peers 5.2).
  for (const set of designSets)
    app.get(`/${set}`, (c) => refuse(c, 501, `${set} can only be read by package`));

  // Keys stand in brackets, with quotes doubled: more than a route can say.
  app.get('/*', (c) => {
    const path = decodeURIComponent(new URL(c.req.url).pathname).replace(/^.*\/api\/v1\//, '');
    if (path === 'IntegrationRuntimeArtifacts/$count') return c.text(String(deployed().length));
    const { set, keys, below } = readPath(path);
    switch (set) {
      case 'IntegrationRuntimeArtifacts':
        return answerRuntime(c, tenant.deployed.get(keys.Id ?? ''), below);
      case 'IntegrationPackages':
        return answerPackage(c, tenant.packages.get(keys.Id ?? ''), below);
      case 'IntegrationDesigntimeArtifacts':
        return answerDesigned(c, tenant.designed.get(keys.Id ?? ''));
      default:
        return notFound(c);
    }
  });

  return app;

  /** In the order of their ids, so that pages are stable. */
  function deployed(): RuntimeArtifact[] {
    return [...tenant.deployed.values()].sort(byId);
  }

  function packages(): IntegrationPackage[] {
    return [...tenant.packages.values()].sort(byId);
  }

  function answerRuntime(c: Context, artifact: RuntimeArtifact | undefined, below: string): Response {
    if (artifact === undefined) return notFound(c);
    if (below === '') return answerOne(c, root(), runtimeEntity(artifact), runtimeAddress);
    if (!below.startsWith('ErrorInformation')) return notFound(c);
    // assumption: an access policy keeps the details of a single artifact back with 403.
    if (isHidden(c, artifact.Id)) return refuse(c, 403, 'Access denied by access policy');
    if (artifact.Status !== 'ERROR') return c.body(null, 204);
    if (artifact.isErrorFresh) {
      // assumption: the phase of 204 (systems-and-peers 5.2) is over with the second question.
      artifact.isErrorFresh = false;
      return c.body(null, 204);
    }
    if (below === 'ErrorInformation/$value') return c.json(errorValue(artifact));
    const type = 'com.sap.hci.api.RuntimeArtifactErrorInformation';
    return answerOne(
      c,
      root(),
      { Id: artifact.Id },
      { of: () => `${runtimeAddress.of({ Id: artifact.Id })}`, type },
    );
  }

  function answerPackage(c: Context, found: IntegrationPackage | undefined, below: string): Response {
    if (found === undefined) return notFound(c);
    if (below === '') return answerOne(c, root(), packageEntity(found), packageAddress);
    const set = designSets.find((name) => name === below);
    if (set === undefined) return notFound(c);
    // assumption: what an access policy protects is left out of the list.
    const shown = artifactsIn(tenant, found.Id, set).filter(({ Id }) => !isHidden(c, Id));
    return answerList(c, root(), shown.sort(byId).map(designEntity), designAddress);
  }

  function answerDesigned(c: Context, artifact: DesignArtifact | undefined): Response {
    if (artifact === undefined) return notFound(c);
    if (isHidden(c, artifact.Id)) return refuse(c, 403, 'Access denied by access policy');
    return answerOne(c, root(), designEntity(artifact), designAddress);
  }

  function isHidden(c: Context, id: string): boolean {
    const claims = readBearer(issuer, c.req.header('Authorization')) ?? {};
    return tenant.protectedIds.has(id) && !rolesOf(claims).has(roles.protected);
  }
}

function kindOf(path: string): CallKind {
  return path.includes('/IntegrationRuntimeArtifacts') ? 'runtime' : 'design';
}

function rolesOf({ scope }: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const scopes = Array.isArray(scope) ? scope : [];
  return new Set(scopes.map((name) => String(name).replace(/^.*\./, '')));
}

function notFound(c: Context): Response {
  return refuse(c, 404, 'Requested entity could not be found.');
}

/** `Set('key')/below` or `Set(Id='…',Version='…')`. */
function readPath(path: string): { set: string; keys: Record<string, string>; below: string } {
  const [, set = '', inner = '', below = ''] = /^(\w+)\((.*?)\)(?:\/(.*))?$/s.exec(path) ?? [];
  const alone = /^'(.*)'$/s.exec(inner)?.[1];
  const named = [...inner.matchAll(/(\w+)='((?:[^']|'')*)'/g)].map(([, key = '', value = '']) => [
    key,
    value,
  ]);
  const keys: Record<string, string> =
    named.length > 0 ? Object.fromEntries(named) : alone === undefined ? {} : { Id: alone };
  const plain = Object.entries(keys).map(([key, value]) => [key, value.replaceAll("''", "'")]);
  return { set, keys: Object.fromEntries(plain), below };
}

function byId(left: { Id: string }, right: { Id: string }): number {
  return left.Id < right.Id ? -1 : 1;
}

function runtimeEntity({ error: _, isErrorFresh: __, DeployedOn, ...artifact }: RuntimeArtifact): Entity {
  return { ...artifact, DeployedOn: new Date(DeployedOn), ErrorInformation: undefined };
}

/** Only integration flows are known to have a sender and a receiver. */
function designEntity({ set, Sender, Receiver, ...artifact }: DesignArtifact): Entity {
  const isFlow = set === 'IntegrationDesigntimeArtifacts';
  return {
    ...artifact,
    ...(isFlow && { Sender, Receiver }),
    Configurations: undefined,
    Resources: undefined,
  };
}

/** The dates of packages are milliseconds as text (assumption: seen so in public clients). */
function packageEntity({ CreationDate, ModifiedDate, ...rest }: IntegrationPackage): Entity {
  return {
    ...rest,
    CreationDate: String(CreationDate),
    ModifiedDate: String(ModifiedDate),
    IntegrationDesigntimeArtifacts: undefined,
  };
}

/** The layout is that of a sample (systems-and-peers 5.3). */
function errorValue({ error = '' }: RuntimeArtifact): object {
  return {
    message: {
      subsystemName: 'CONTENT_DEPLOY',
      messageId: 'BUNDLE_INSTALL_FAILED',
      messageText: 'The integration flow could not be started',
    },
    parameter: [error],
    childMessageInstances: [],
  };
}
