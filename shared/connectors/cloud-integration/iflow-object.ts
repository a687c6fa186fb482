// Joins what is deployed and what is designed under one id into a source object. Nothing is judged; texts that are
// empty are left out, and so is whoever deployed it where that is an e-mail address (personal data).
import type { SourceObject } from '../../core/model.ts';
import { hasEmailAddress } from '../http/email-address.ts';
import type { DesignArtifact, IntegrationPackage, RuntimeArtifact } from './schema.ts';

/** One of the two at least. */
export interface Parts {
  runtime?: RuntimeArtifact | undefined;
  design?: DesignArtifact | undefined;
  package?: IntegrationPackage | undefined;
  errorText?: string | undefined;
  /** Ids of packages that could not be looked into: it may be in one of them. */
  hidden?: readonly string[];
}

/** The only type that design time lists among its integration flows. */
export const flowType = 'INTEGRATION_FLOW';

/**
 * The four that are documented, in the words people know from the monitor. There is no STOPPED: what is not
 * deployed is absent (systems-and-peers 5.3).
 */
const statusWords: Readonly<Record<string, string>> = {
  STARTED: 'Started',
  STARTING: 'Starting',
  STOPPING: 'Stopping',
  ERROR: 'Error',
};

export function toIFlowObject(
  { runtime, design, errorText, hidden = [], ...rest }: Parts,
  tenantHost: string,
): SourceObject {
  const deployedBy = runtime?.deployedBy ?? '';
  const attributes = {
    status: runtime === undefined ? 'NotDeployed' : (statusWords[runtime.status] ?? runtime.status),
    version: runtime?.version || design?.version,
    designVersion: design?.version,
    description: design?.description,
    packageId: rest.package?.id,
    package: rest.package?.name,
    sender: design?.sender,
    receiver: design?.receiver,
    deployedOn: instantOf(runtime?.deployedOn ?? ''),
    deployedBy: hasEmailAddress(deployedBy) ? '' : deployedBy,
    errorText,
    hiddenPackages: hidden.toSorted().join(', '),
    tenantHost,
  };
  return {
    kind: runtime?.type || flowType,
    nativeId: runtime?.id ?? design?.id ?? '',
    name: runtime?.name || design?.name || runtime?.id || design?.id || '',
    attributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([key, value]) => (value ? [[key, value]] : [])),
    ),
  };
}

/** OData V2 in JSON writes `/Date(ms)/`, in Atom ISO 8601; what is neither is no instant. */
function instantOf(text: string): string {
  const ms = Number(/^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1] ?? Date.parse(text));
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : '';
}
