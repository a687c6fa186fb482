// What is known of one SAP Cloud ALM key when it is judged: as it was pasted, as it was read, and what was seen.
import type { LandbridgeError } from '../../errors.ts';
import type { Validity } from './certificate.ts';
import type { HostSeen } from './network.ts';

export interface CloudAlmCase {
  /** The members as they were pasted; empty where absent. */
  key: {
    form: string;
    api: string;
    tokenUrl: string;
    certUrl: string;
    clientId: string;
    clientSecret: string;
    certificate: string;
    identityZone: string;
    xsAppName: string;
    tenantId: string;
  };
  service: { name: string; instanceName?: string | undefined };
  /** As the key was read; absent where it could not be, for `problem`. */
  binding?: { apiUrl: string; tokenUrl: string; tenant: string };
  problem?: LandbridgeError;
  /** Of a key with a certificate. */
  certificate?: Validity | 'unreadable';
  look?: CloudAlmSeen;
  needs: readonly { scope: string; isVital: boolean }[];
  /** Parameters of an instance that has all that is needed. */
  parameters: object;
  /** Bytes that this store's runs read since the month began; absent without a store. */
  readThisMonth?: number;
  now: number;
}

export interface CloudAlmSeen {
  tokenHost: HostSeen;
  apiHost: HostSeen;
  token?: {
    problem?: LandbridgeError;
    lifeMs?: number;
    scopes?: readonly string[];
    zone?: string;
    zoneId?: string;
    aheadMs?: number;
  };
  reads: readonly {
    api: string;
    call: string;
    scopes: readonly string[];
    problem?: LandbridgeError;
    rows?: number;
  }[];
}
