// Keeps the leases of a burst alive while it works and says when its time is over.
import { type LandbridgeError, toLandbridgeError } from '../errors.ts';
import type { Lease } from '../store/lease.ts';
import type { Burst, StepContext } from './context.ts';
import { leaseMs } from './take-lease.ts';

const renewMs = leaseMs / 4;

export interface HeldBurst {
  burst: Burst;
  end(how: 'pause' | 'release'): Promise<void>;
}

export function holdBurst({ time, burstMs, isStopping }: StepContext, leases: readonly Lease[]): HeldBurst {
  const startedAt = time.now();
  let lost: LandbridgeError | undefined;
  let renewal: Promise<void> = Promise.resolve();
  const renewAll = async () => {
    try {
      for (const lease of leases) await lease.renew();
    } catch (thrown) {
      const error = toLandbridgeError(thrown);
      // A store that is busy for once is asked again before the lease runs out.
      if (error.code === 'STORE_LEASE_LOST') lost = error;
    }
  };
  const stop = time.every(renewMs, () => {
    renewal = renewAll();
  });
  return {
    burst: {
      isOver: () => isStopping?.() === true || time.now() - startedAt >= burstMs,
      ensureHeld: () => {
        if (lost !== undefined) throw lost;
      },
      isStillHeld: async () => {
        renewal = renewal.then(renewAll);
        await renewal;
        return lost === undefined;
      },
    },
    end: async (how) => {
      stop();
      await renewal;
      for (const lease of leases) await lease[how]();
    },
  };
}
