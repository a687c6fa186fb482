// `landbridge inbox`: what an architect sees and does with a file as `init` writes it, and what a script can rely on.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InboxJson } from '../../../cli/output/inbox-json.ts';
import { isMutation, readJson, type World, withWorld } from '../../support/cli/world.ts';

const yaml = 'flows: {landscape: {policy: {create: inbox}}}\n';

async function openInbox(world: World) {
  const config = join(world.folder, 'landbridge.yaml');
  await writeFile(config, yaml);
  const inbox = (...args: string[]) => world.run('inbox', ...args, '--state', world.state);
  const decide = (...args: string[]) => inbox(...args, '--bindings', world.bindings, '--config', config);
  const list = async (...args: string[]) =>
    JSON.parse((await inbox('list', '--json', ...args)).stdout) as InboxJson;
  const sync = () => world.sync('--config', config);
  return { inbox, decide, list, sync };
}

const openOf = ({ flows }: InboxJson) =>
  flows.flatMap(({ proposals }) => proposals).filter(({ answer }) => answer === 'open');

describe('the inbox on the command line', { timeout: 300_000 }, () => {
  it('lists, shows, accepts one and many, and the next night finds nothing to do', async () => {
    await withWorld({}, async (world) => {
      const { inbox, decide, list, sync } = await openInbox(world);
      const first = await sync();
      const { INBOX: left = 0, AMBIGUOUS_NAME = 0, PROPOSED: likely = 0 } = first.json.skipped;
      const choices = AMBIGUOUS_NAME + likely;
      expect(first.json.waiting).toBe(left + choices);
      const all = await list();
      expect(all.flows[0]?.counts).toEqual({ create: left, link: likely, review: AMBIGUOUS_NAME });

      const shown = await inbox('--limit', '3');
      expect(shown.code).toBe(0);
      expect(shown.stdout).toMatch(new RegExp(`^landscape {2}${left + choices} wait: ${left} create`));
      expect(shown.stdout).toMatch(/ +object +id +proposed +why\n/);
      expect(shown.stdout).toContain(`and ${left + choices - 3} more`);

      const [one] = openOf(all).filter(({ kind }) => kind === 'create');
      const details = (await inbox('show', one?.name ?? '')).stdout;
      expect(details).toMatch(/^.* create, waits\n/);
      for (const part of [
        'Would be written',
        'externalId',
        `landbridge inbox accept ${one?.source?.nativeId}`,
      ])
        expect(details).toContain(part);

      const accepted = await decide('accept', one?.source?.nativeId ?? '', '--by', 'Ada');
      expect([accepted.code, accepted.stdout]).toEqual([
        0,
        expect.stringMatching(
          /^1 accepted: .*\.\n\nlandscape {2}done {2}run \S+\n\n +decided on +1\n +created in LeanIX +1\n/,
        ),
      ]);
      const many = JSON.parse((await decide('accept', '--kind', 'create', '--json')).stdout);
      expect(many.decided).toHaveLength(left - 1);
      expect(many.run).toMatchObject({ decides: true, counts: { items: left - 1, created: left - 1 } });

      const before = world.ledger().filter(isMutation).length;
      const night = await sync();
      expect(night.json.counts).toMatchObject({ created: 0, linked: 0, updated: 0, failed: 0 });
      expect(night.json.waiting).toBe(choices);
      expect(world.ledger().filter(isMutation)).toHaveLength(before);
      const { flows } = JSON.parse((await inbox('decisions', '--json')).stdout);
      expect(flows[0].decisions).toHaveLength(left);
      expect(flows[0].decisions.filter(({ who }: { who?: string }) => who === 'Ada')).toHaveLength(1);
      expect((await inbox('decisions')).stdout).toMatch(/ +make a fact sheet +\S+ \S+ UTC +Ada\n/);
    });
  });

  it('keeps what is said of a selection, and what is left for later, for the next run', async () => {
    await withWorld({}, async (world) => {
      const { inbox, decide, list, sync } = await openInbox(world);
      await sync();
      const [first, second, third] = openOf(await list('--kind', 'create'));
      const later = await decide('accept', first?.item ?? '', '--later');
      expect([later.code, later.stdout]).toEqual([0, `1 accepted: ${first?.name}.\n`]);
      expect((await inbox()).stdout).toContain('1 accepted and not written yet: the next run does it.');
      const never = await decide('reject', '--always', '--kind', 'create', '--name', second?.name ?? '');
      expect(never.stdout).toMatch(/^Kept for all that fit, as [0-9a-f]{8}\.\n1 rejected: /);
      await decide('ignore', third?.item ?? '');
      const night = await sync();
      expect(night.json).toMatchObject({
        counts: { created: 1 },
        skipped: { DECLINED: 1, DECIDED_IGNORE: 1 },
      });
      const id = /as ([0-9a-f]{8})/.exec(never.stdout)?.[1] ?? '';
      expect((await inbox('reopen', id, third?.item ?? '')).stdout).toMatch(/^2 reopened: /);
      expect((await sync()).json.skipped).not.toHaveProperty('DECLINED');
    });
  });

  it('takes the value of the source where both sides changed a field, once a person says so', async () => {
    await withWorld({ size: 300, seed: 1 }, async (world) => {
      await world.syncHere();
      // A day on which the source and people change things, one field both.
      await fetch(`${world.simulator.origin}/__advance`, { method: 'POST' });
      expect(await world.syncHere()).toMatchObject({ counts: { conflict: 1 } });
      const files = ['--state', world.state];
      const listed = await world.run('inbox', 'list', '--json', '--reason', 'CONFLICT', ...files);
      const [waiting] = openOf(JSON.parse(listed.stdout) as InboxJson);
      expect(waiting).toMatchObject({ kind: 'review', conflicts: [{ key: 'description' }] });
      const id = waiting?.source?.nativeId ?? '';
      expect((await world.run('inbox', 'show', id, ...files)).stdout).toContain('Changed by both');
      const accepted = await world.run(
        'inbox',
        'accept',
        id,
        ...files,
        '--bindings',
        world.bindings,
        '--json',
      );
      expect(JSON.parse(accepted.stdout)).toMatchObject({
        decided: [{ decisions: [{ verdict: 'take', key: 'description' }] }],
        run: { counts: { items: 1, updated: 1, conflict: 0 } },
      });
      expect(await world.syncHere()).toMatchObject({ counts: { conflict: 0, updated: 0 } });
    });
  });

  it('says what is wrong with what was asked, with a code and exit code 2', async () => {
    await withWorld({ size: 20 }, async (world) => {
      const { inbox, decide, sync } = await openInbox(world);
      const none = await decide('accept', '--all', '--json');
      expect([none.code, readJson(none).error?.code]).toEqual([2, 'INBOX_NOT_READ']);
      await sync();
      for (const [args, code] of [
        [['accept'], 'INBOX_NOTHING_CHOSEN'],
        [['accept', 'nobody'], 'INBOX_ITEM_UNKNOWN'],
        [['accept', '--always', '--kind', 'create'], 'INBOX_NO_SELECTION'],
        [['list', '--flow', 'other'], 'INBOX_FLOW_UNKNOWN'],
        [['list', '--min-score', '7'], 'CFG_USAGE'],
      ] as const) {
        const isDecision = args[0] !== 'list';
        const end = await (isDecision ? decide : inbox)(...args, '--json');
        expect([end.code, readJson(end).error?.code], args.join(' ')).toEqual([2, code]);
      }
    });
  });
});
