// What a simulated SAP Cloud Integration tenant holds: packages, what is designed in them, what is deployed.

export interface IntegrationPackage {
  Id: string;
  Name: string;
  Description: string;
  ShortText: string;
  Version: string;
  Vendor: string;
  Mode: string;
  SupportedPlatform: string;
  ModifiedBy: string;
  CreationDate: number;
  ModifiedDate: number;
  CreatedBy: string;
}

/** Entity sets below a package (systems-and-peers 5.2). */
export const designSets = [
  'IntegrationDesigntimeArtifacts',
  'ValueMappingDesigntimeArtifacts',
  'MessageMappingDesigntimeArtifacts',
  'ScriptCollectionDesigntimeArtifacts',
] as const;

export type DesignSet = (typeof designSets)[number];

export interface DesignArtifact {
  set: DesignSet;
  Id: string;
  /** `Active` while it is a draft (assumption: systems-and-peers 5.3 knows it by hearsay). */
  Version: string;
  PackageId: string;
  Name: string;
  Description: string;
  Sender: string;
  Receiver: string;
}

/** There is no STOPPED: what is not deployed is not listed (systems-and-peers 5.3). */
export type RuntimeStatus = 'STARTED' | 'ERROR' | 'STARTING' | 'STOPPING';

export interface RuntimeArtifact {
  Id: string;
  Version: string;
  Name: string;
  Type: string;
  DeployedBy: string;
  /** Milliseconds since 1970. */
  DeployedOn: number;
  Status: RuntimeStatus;
  /** Of an artifact in ERROR. */
  error?: string;
  /** It failed just now: the error information answers with nothing when it is first asked for. */
  isErrorFresh?: boolean;
}

export interface IntegrationTenant {
  packages: Map<string, IntegrationPackage>;
  designed: Map<string, DesignArtifact>;
  deployed: Map<string, RuntimeArtifact>;
  /** Ids of artifacts that an access policy protects. */
  protectedIds: Set<string>;
}

export function createTenant(): IntegrationTenant {
  return { packages: new Map(), designed: new Map(), deployed: new Map(), protectedIds: new Set() };
}

export function artifactsIn(tenant: IntegrationTenant, packageId: string, set: DesignSet): DesignArtifact[] {
  return [...tenant.designed.values()].filter(
    (artifact) => artifact.PackageId === packageId && artifact.set === set,
  );
}
