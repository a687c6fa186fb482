// How a fault is produced, and what doctor must say of it. One of these is a row of the table.
import type { ErrorCode } from '../../../../shared/errors.ts';
import type { DoctorOptions } from '../../../../shared/platform/doctor/run-doctor.ts';
import type { Simulator, SimulatorOptions } from '../../../../simulator/simulator.ts';

export interface CalmService {
  name: string;
  instance_name?: string;
  credentials: { endpoints: { Api: string }; uaa: Record<string, string> };
}

export interface LeanIxService {
  name: string;
  credentials: { host: string; apiToken: string };
}

export interface IntegrationService {
  name: string;
  credentials: { oauth: Record<string, string> };
}

export interface Services {
  'it-rt'?: [IntegrationService];
  SAPCloudALMAPIs: [CalmService, ...CalmService[]];
  'user-provided': [LeanIxService, ...object[]];
}

/** What a fault may spoil. */
export interface Scene {
  simulator: Simulator;
  services: Services;
  calm: CalmService;
  leanIx: LeanIxService;
  /** Where the simulator has such a tenant. */
  integration: IntegrationService | undefined;
  /** A folder of its own. */
  folder: string;
  /** Secrets that the simulator does not know of. */
  secrets: string[];
  setEnvironment(name: string, value: string): void;
  /** Called when the row is over. */
  later(undo: () => unknown): void;
}

export interface Fault {
  fault: string;
  code: ErrorCode;
  severity: 'stops' | 'warns' | 'notes';
  simulate?: Partial<SimulatorOptions>;
  config?: string;
  options?: Partial<DoctorOptions>;
  /** How far the clock of this machine is ahead. */
  clockAheadMs?: number;
  spoil?: (scene: Scene) => unknown;
  /** Members of the evidence that must be named so. */
  evidence: Record<string, unknown>;
  component?: string;
  /** The authorities of the JSON to paste. */
  authorities?: readonly string[];
  /** Of the keys in that JSON, where they are to have no secret. */
  credentialType?: 'x509';
}
