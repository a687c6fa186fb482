// What the lease promises on any store: one holder at a time, a fence that only grows, and a taken-over
// holder that notices before it writes.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJson, writeJson } from '../../../shared/store/json.ts';
import { flowLeaseKey, journalHeadKey } from '../../../shared/store/keys.ts';
import { acquireLease, type Lease, type LeaseAnswer, type LeaseHolder } from '../../../shared/store/lease.ts';
import type { Store } from '../../../shared/store/store.ts';
import type { OpenStore } from './store-contract.ts';

const ttlMs = 60_000;
const key = flowLeaseKey('landscape');
const lost = { code: 'STORE_LEASE_LOST' };
const dead = { host: 'laptop', pid: 7, startedAt: 'then' };

function taken(answer: LeaseAnswer): Lease & { previous?: LeaseHolder } {
  if (answer.held) throw new Error('The lease is held');
  return answer.previous ? { ...answer.lease, previous: answer.previous } : answer.lease;
}

export function describeLease(name: string, open: OpenStore): void {
  describe(`a lease in the store ${name}`, () => {
    let time = 0;
    let store: Store;
    const now = () => time;
    const acquire = (holder: LeaseHolder) =>
      acquireLease(store, key, { holder, ttlMs, now, isGone: (process) => process.pid === dead.pid });

    beforeEach(async () => {
      time = 1_000_000;
      store = await open(now);
    });
    afterEach(() => store.close());

    it('is held by the first and refused to all others, the same run included', async () => {
      const first = taken(await acquire({ run: 'r1', burst: 'b1' }));
      expect(first).toMatchObject({ fence: 1 });
      expect(first.previous).toBeUndefined();
      const refusal = { held: true, holder: { run: 'r1', burst: 'b1' }, expiresAt: time + ttlMs };
      expect(await acquire({ run: 'r2', burst: 'b1' })).toEqual(refusal);
      expect(await acquire({ run: 'r1', burst: 'b2' })).toEqual(refusal);
    });

    it('goes to exactly one of many that want it at once, new or expired', async () => {
      for (const fence of [1, 2]) {
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, index) => acquire({ run: `r${index}`, burst: 'b' })),
        );
        const [winner, ...others] = answers.filter((answer) => !answer.held);
        expect(winner).toMatchObject({ lease: { fence } });
        expect(others).toEqual([]);
        time += ttlMs;
      }
    });

    it('keeps different leases apart', async () => {
      taken(await acquire({ run: 'r1', burst: 'b' }));
      const holder = { run: 'r2', burst: 'b' };
      expect(await acquireLease(store, flowLeaseKey('iflows'), { holder, ttlMs, now })).toMatchObject({
        held: false,
      });
    });

    it('is free after release, without a previous holder, and counts on', async () => {
      await taken(await acquire({ run: 'r1', burst: 'b' })).release();
      const next = taken(await acquire({ run: 'r2', burst: 'b' }));
      expect(next.fence).toBe(2);
      expect(next.previous).toBeUndefined();
    });

    it('may be taken over from the moment it expires; the old holder then cannot go on', async () => {
      const old = taken(await acquire({ run: 'r1', burst: 'b' }));
      time += ttlMs - 1;
      expect(await acquire({ run: 'r2', burst: 'b' })).toMatchObject({ held: true });
      time += 1;
      const next = taken(await acquire({ run: 'r2', burst: 'b' }));
      expect(next).toMatchObject({ fence: 2, previous: { run: 'r1', burst: 'b' } });
      await expect(old.renew()).rejects.toMatchObject(lost);
      await expect(old.pause()).rejects.toMatchObject(lost);
      await old.release();
      expect(await acquire({ run: 'r3', burst: 'b' })).toMatchObject({ held: true, holder: { run: 'r2' } });
      await next.renew();
    });

    it('lasts on when renewed, even late, as long as nobody took it', async () => {
      const lease = taken(await acquire({ run: 'r1', burst: 'b' }));
      time += ttlMs - 1;
      await lease.renew();
      time += ttlMs - 1;
      expect(await acquire({ run: 'r2', burst: 'b' })).toMatchObject({ held: true });
      time += ttlMs;
      await lease.renew();
      expect(await acquire({ run: 'r2', burst: 'b' })).toMatchObject({ held: true });
    });

    it('lets the same run go on at once after a pause, others when the time is out', async () => {
      const first = taken(await acquire({ run: 'r1', burst: 'b1' }));
      time += 10_000;
      await first.pause();
      expect(await acquire({ run: 'r2', burst: 'b1' })).toEqual({
        held: true,
        holder: { run: 'r1' },
        expiresAt: time + ttlMs,
      });
      const second = taken(await acquire({ run: 'r1', burst: 'b2' }));
      expect(second.fence).toBe(2);
      await second.pause();
      time += ttlMs;
      expect(taken(await acquire({ run: 'r2', burst: 'b1' }))).toMatchObject({
        fence: 3,
        previous: { run: 'r1' },
      });
    });

    it('has ended for the one that paused or released it', async () => {
      const paused = taken(await acquire({ run: 'r1', burst: 'b1' }));
      await paused.pause();
      await expect(paused.renew()).rejects.toMatchObject(lost);
      await paused.release();
      const again = taken(await acquire({ run: 'r1', burst: 'b2' }));
      await again.release();
      await again.release();
      await expect(again.renew()).rejects.toMatchObject(lost);
      await expect(again.pause()).rejects.toMatchObject(lost);
    });

    it('does not mistake its own renewals at the same moment for a theft', async () => {
      const lease = taken(await acquire({ run: 'r1', burst: 'b' }));
      await Promise.all([lease.renew(), lease.renew(), lease.renew(), lease.pause()]);
      expect(await acquire({ run: 'r1', burst: 'b2' })).toMatchObject({ held: false });
    });

    it('is taken at once from a dead process, in a burst or between two', async () => {
      taken(await acquire({ run: 'r1', burst: 'b', process: dead }));
      const next = taken(await acquire({ run: 'r2', burst: 'b', process: dead }));
      expect(next).toMatchObject({ fence: 2, previous: { run: 'r1', burst: 'b', process: dead } });
      await next.pause();
      expect(taken(await acquire({ run: 'r3', burst: 'b', process: { ...dead, pid: 8 } })).fence).toBe(3);
      expect(await acquire({ run: 'r4', burst: 'b' })).toMatchObject({ held: true });
    });

    it('leaves a dead process its time when nobody can tell', async () => {
      taken(await acquire({ run: 'r1', burst: 'b', process: dead }));
      const holder = { run: 'r2', burst: 'b' };
      expect(await acquireLease(store, key, { holder, ttlMs, now })).toMatchObject({ held: true });
    });

    it('stops a writer that lost it: its write carries a fence the head has left behind', async () => {
      const head = journalHeadKey('r1');
      const readHead = () => readJson(store, head, (value) => value);
      const old = taken(await acquire({ run: 'r1', burst: 'b1' }));
      const seenByOld = await writeJson(store, head, { fence: old.fence, batch: 1 }, { ifAbsent: true });
      time += ttlMs;
      const next = taken(await acquire({ run: 'r1', burst: 'b2' }));
      const seenByNext = (await readHead())?.version ?? '';
      await writeJson(store, head, { fence: next.fence, batch: 1 }, { ifVersion: seenByNext });
      const late = { fence: old.fence, batch: 2 };
      expect(await writeJson(store, head, late, { ifVersion: seenByOld ?? '' })).toBeUndefined();
      expect((await readHead())?.value).toEqual({ fence: 2, batch: 1 });
    });

    it('refuses to guess when its record is damaged', async () => {
      await writeJson(store, key, { fence: 'many' });
      await expect(acquire({ run: 'r1', burst: 'b' })).rejects.toMatchObject({
        code: 'STORE_VALUE_DAMAGED',
        facts: { collection: 'lease', key: 'flow/landscape' },
      });
    });

    it('has one living holder at a time and a growing fence, whatever happens in whatever order', async () => {
      const step = fc.record({
        do: fc.constantFrom('acquire', 'renew', 'pause', 'release', 'wait'),
        run: fc.constantFrom('r1', 'r2', 'r3'),
        ms: fc.integer({ min: 1, max: ttlMs }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          const fresh = await open(now);
          const leases = new Map<string, Lease>();
          const model = { fence: 0, run: '', state: 'free', expiresAt: 0 };
          try {
            for (const [index, { do: what, run, ms }] of steps.entries()) {
              const lease = leases.get(run);
              if (what === 'wait') time += ms;
              else if (what === 'acquire') {
                const isOwnPause = model.state === 'paused' && model.run === run;
                const isFree = model.state === 'free' || model.expiresAt <= time || isOwnPause;
                const holder = { run, burst: String(index) };
                const answer = await acquireLease(fresh, key, { holder, ttlMs, now });
                expect(answer.held).toBe(!isFree);
                if (answer.held) continue;
                expect(answer.lease.fence).toBe(model.fence + 1);
                leases.set(run, answer.lease);
                Object.assign(model, {
                  fence: answer.lease.fence,
                  run,
                  state: 'held',
                  expiresAt: time + ttlMs,
                });
              } else if (lease) {
                const isOurs = lease.fence === model.fence && model.state === 'held';
                const worked = await lease[what]().then(
                  () => true,
                  () => false,
                );
                expect(worked).toBe(isOurs || what === 'release');
                const state = { renew: 'held', pause: 'paused', release: 'free' }[what];
                if (isOurs) Object.assign(model, { state, expiresAt: time + ttlMs });
              }
            }
          } finally {
            await fresh.close();
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}
