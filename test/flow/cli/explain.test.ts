// `landbridge explain`: what a person reads of an object that is linked, proposed, made or left alone, and what a
// script can rely on.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InboxJson } from '../../../cli/output/inbox-json.ts';
import type { ItemExplained } from '../../../shared/steps/explain-item.ts';
import { readJson, type World, withWorld } from '../../support/cli/world.ts';

async function openWorld(world: World) {
  const config = join(world.folder, 'landbridge.yaml');
  await writeFile(config, 'flows: {landscape: {policy: {create: inbox}}}\n');
  const inStore = ['--state', world.state, '--config', config];
  const explain = (...args: string[]) => world.run('explain', ...args, ...inStore);
  const json = async (item: string) => JSON.parse((await explain(item, '--json')).stdout) as ItemExplained;
  const sync = () => world.sync('--config', config);
  const inbox = async () =>
    (
      JSON.parse((await world.run('inbox', '--json', '--state', world.state)).stdout) as InboxJson
    ).flows.flatMap(({ proposals }) => proposals);
  return { explain, json, sync, inbox, inStore };
}

describe('explain', { timeout: 300_000 }, () => {
  it('tells of what is proposed, new, linked and left alone, and asks no system', async () => {
    await withWorld({}, async (world) => {
      const { explain, json, sync, inbox, inStore } = await openWorld(world);
      await sync();
      const before = world.ledger().length;
      const waiting = await inbox();
      const likely = waiting.find(({ state }) => state === 'proposed');
      const proposed = await json(likely?.item ?? '');
      expect(proposed).toMatchObject({
        item: likely?.item,
        flow: 'landscape',
        state: 'proposed',
        factSheet: { id: likely?.change?.factSheetId, status: 'ACTIVE' },
        rule: { code: 'PROPOSED' },
        clearness: { best: { score: likely?.candidates[0]?.score } },
        link: null,
        next: { permission: 'inbox', change: 'link', by: 'policy.link, policy.proposed' },
        last: { did: 'PROPOSED' },
        decisions: [],
      });
      expect(proposed.compared.filter(({ fate }) => fate === 'chosen')).toEqual([
        expect.objectContaining({
          factSheetId: likely?.change?.factSheetId,
          signals: expect.arrayContaining([
            { kind: expect.any(String), weight: expect.any(Number), detail: expect.any(String) },
          ]),
        }),
      ]);
      for (const at of Object.values(proposed.asOf)) expect(at).toMatch(/^\d{4}-\d\d-\d\dT/);

      const text = (await explain(likely?.name ?? '')).stdout;
      expect(text).toMatch(new RegExp(`^${likely?.name} {2}proposed\n`));
      expect(text).toMatch(
        / why +the best, ".+", scores 0\.\d\d, where 0\.35 is asked for; .* \(PROPOSED\)\n/,
      );
      expect(text).toContain(' waits for a person (policy.link, policy.proposed): landbridge inbox\n');
      expect(text).toContain('\nCompared with\n');
      expect(text).toMatch(/ \+0\.\d\d name: alike in letters: /);
      expect(text).toMatch(
        /: source as read \S+ \S+ UTC, LeanIX as seen \S+ \S+ UTC; no system was asked now\.\n$/,
      );

      const fresh = waiting.find(({ kind }) => kind === 'create');
      expect(await json(fresh?.source?.nativeId ?? '')).toMatchObject({
        state: 'new',
        rule: { code: expect.stringMatching(/^NOTHING_FREE$|^SCORE_/) },
        next: { permission: 'inbox', change: 'create', by: 'policy.create' },
      });
      const { stdout } = await world.run('inbox', 'show', fresh?.item ?? '', '--json', ...inStore);
      expect(JSON.parse(stdout)).toMatchObject({
        proposal: { item: fresh?.item },
        explanation: await json(fresh?.item ?? ''),
      });
      const { changes, skippedItems } = JSON.parse(
        (
          await world.run(
            'runs',
            'show',
            await lastRun(world),
            '--changes',
            '--skipped',
            '--json',
            '--state',
            world.state,
          )
        ).stdout,
      );
      const test = skippedItems.find(({ reason }: { reason: string }) => reason === 'ROLE_NOT_PRODUCTIVE');
      expect(await json(test.item)).toMatchObject({
        state: 'ignored',
        rule: { code: 'ROLE_NOT_PRODUCTIVE', text: 'not a productive system' },
        compared: [],
      });
      const linked = changes.find(({ change }: { change: { op: string } }) => change.op === 'link').change;
      expect(await json(linked.item)).toMatchObject({
        state: 'linked',
        factSheet: { id: linked.factSheetId },
        rule: { code: 'stored link', text: expect.stringMatching(/^found /) },
        link: { by: linked.by, run: expect.any(String), at: expect.any(String) },
        next: null,
      });
      expect(world.ledger()).toHaveLength(before);
    });
  });

  it('says what is wrong with what was asked, with a code and exit code 2', async () => {
    await withWorld({ size: 20 }, async (world) => {
      const { explain, sync } = await openWorld(world);
      const none = await explain('anything', '--json');
      expect([none.code, readJson(none).error?.code]).toEqual([2, 'INBOX_NOT_READ']);
      await sync();
      for (const [args, code] of [
        [['nobody'], 'INBOX_ITEM_UNKNOWN'],
        [['nobody', '--flow', 'other'], 'INBOX_FLOW_UNKNOWN'],
      ] as const) {
        const end = await explain(...args, '--json');
        expect([end.code, readJson(end).error?.code], args.join(' ')).toEqual([2, code]);
      }
    });
  });
});

async function lastRun(world: World): Promise<string> {
  return JSON.parse((await world.run('runs', '--json', '--state', world.state)).stdout).runs[0].id;
}
