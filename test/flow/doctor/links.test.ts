// Fact sheets that were linked and cannot be read any more: archived by a person, or hidden from the technical user.
import { expect, it } from 'vitest';
import { runDoctor } from '../../../shared/platform/doctor/run-doctor.ts';
import { openWorld, systems } from '../../support/world.ts';

it('tells how many linked fact sheets were archived, without a word where all can be read', async () => {
  const world = await openWorld({ objects: systems(3) });
  await world.run();
  const examine = async () => {
    const { sections } = await runDoctor({ bindings: world.bindings.file, state: world.state });
    return sections.flatMap(({ checks }) => checks).find(({ name }) => name === 'links');
  };
  expect(await examine()).toMatchObject({ detail: '3 of 3 linked fact sheets can be read', findings: [] });
  const { id: factSheet } = await world.applicationOf('lms-002');
  world.simulator.edit({ factSheet, action: 'archive' });
  expect(await examine()).toMatchObject({
    findings: [
      {
        code: 'LX_LINKED_INVISIBLE',
        severity: 'warns',
        evidence: { linked: 3, archived: 1, hiddenOrDeleted: 0 },
      },
    ],
  });
  world.simulator.edit({ factSheet, action: 'delete' });
  expect(await examine()).toMatchObject({ findings: [{ evidence: { archived: 0, hiddenOrDeleted: 1 } }] });
});
