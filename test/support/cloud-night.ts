// What a night in a cloud is compared with: the same evening and day on a laptop.
import { aSystem, openWorld, systems, type World } from './world.ts';

/** Something to make, to find, to skip. */
export async function evening(): Promise<World> {
  const objects = [
    ...systems(60),
    aSystem(61, { role: 'TEST' }),
    aSystem(62, { objectType: 'LogicalSystem' }),
  ];
  const world = await openWorld({ objects });
  await world.person.create('Application', 'SAP S/4HANA Cloud - my400005');
  return world;
}

/** Something renamed, something new, something gone. */
export function dayBetween({ landscape }: World): void {
  landscape.set('lms-001', aSystem(1, { name: 'my499999' }));
  landscape.set('lms-063', aSystem(63));
  landscape.delete('lms-060');
}

/** Changes of fact sheets that LeanIX was sent, the person's too. */
export function countWrites({ simulator }: World): number {
  return simulator
    .ledger()
    .flatMap(({ operation }) => operation.split(','))
    .filter((name) => /^(create|update)FactSheet$/.test(name)).length;
}
