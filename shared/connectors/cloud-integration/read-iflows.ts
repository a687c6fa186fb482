// Reads the integration flows of a tenant with the least number of requests: all that is deployed, the packages,
// then what is designed package by package, because design time cannot be listed over all of them (systems-and-
// peers 5.2). What is deployed and in no package comes last.
import type { SourceObject, SourcePage } from '../../core/model.ts';
import { LandbridgeError } from '../../errors.ts';
import type { HttpClient } from '../http/http.ts';
import type { Surroundings } from '../http/surroundings.ts';
import { readErrorText } from './error-text.ts';
import { flowType, type Parts, toIFlowObject } from './iflow-object.ts';
import { keyed, readCollection } from './read-collection.ts';
import { DesignArtifact, IntegrationPackage, RuntimeArtifact } from './schema.ts';

export interface IFlowClients {
  /** Monitoring. */
  runtime: HttpClient;
  /** Design time, which takes a few requests a second only. */
  design: HttpClient;
}

interface ReadOptions {
  surroundings: Surroundings;
  tenantHost: string;
  /** The package to go on with, in the order of their ids. */
  fromPackage: number;
  /** Ids that were given before. */
  known: ReadonlySet<string>;
}

/** Packages asked for at the same time: as many as may be in a second. */
const packagesAtOnce = 10;

export async function* readIFlows(
  { runtime, design }: IFlowClients,
  { surroundings, tenantHost, fromPackage, known }: ReadOptions,
): AsyncGenerator<SourcePage> {
  const [deployed, found] = await Promise.all([
    readCollection(runtime, '/IntegrationRuntimeArtifacts', RuntimeArtifact),
    readCollection(design, '/IntegrationPackages', IntegrationPackage),
  ]);
  const packages = found.sort((left, right) => (left.id < right.id ? -1 : 1));
  const deployedById = new Map(deployed.map((artifact) => [artifact.id, artifact]));
  const seen = new Set(known);
  // Packages whose content an access policy keeps from this key, although it may list them.
  const hidden: string[] = [];

  for (let at = fromPackage; at < packages.length; at += packagesAtOnce) {
    const chunk = packages.slice(at, at + packagesAtOnce);
    const designed = await Promise.all(chunk.map(readDesigned));
    yield {
      objects: await toObjects(designed.flat()),
      nextOffset: Math.min(at + packagesAtOnce, packages.length),
      last: false,
    };
  }
  const orphans = deployed.map((artifact): Parts => ({ runtime: artifact, hidden }));
  yield { objects: await toObjects(orphans), nextOffset: packages.length, last: true };

  async function readDesigned(owner: IntegrationPackage): Promise<Parts[]> {
    const path = `${keyed('IntegrationPackages', owner.id)}/IntegrationDesigntimeArtifacts`;
    const artifacts = await readCollection(design, path, DesignArtifact).catch((thrown: unknown) => {
      if (!(thrown instanceof LandbridgeError)) throw thrown;
      // Deleted since the packages were listed.
      if (thrown.facts.status === 404) return [];
      if (thrown.code !== 'CPI_ROLE_MISSING') throw thrown;
      hidden.push(owner.id);
      // Where it may look into none of them it is the role that lacks.
      if (hidden.length === packages.length) throw thrown;
      return [];
    });
    return artifacts.map((artifact) => {
      const match = deployedById.get(artifact.id);
      return { design: artifact, package: owner, runtime: match?.type === flowType ? match : undefined };
    });
  }

  async function toObjects(all: readonly Parts[]): Promise<SourceObject[]> {
    const unseen = all.filter((parts) => {
      const id = idOf(parts);
      if (seen.has(id)) return false;
      if (id !== '') seen.add(id);
      return true;
    });
    return Promise.all(
      unseen.map(async (parts) => {
        const isFailed = parts.runtime?.status === 'ERROR' && parts.runtime.type === flowType;
        const errorText = isFailed ? await readErrorText(runtime, idOf(parts), surroundings) : undefined;
        return toIFlowObject({ ...parts, errorText }, tenantHost);
      }),
    );
  }
}

function idOf({ runtime, design }: Parts): string {
  return runtime?.id ?? design?.id ?? '';
}
