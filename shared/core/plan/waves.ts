// The order in which changes must be sent where one needs the id of a fact sheet that another makes: parents before
// children, and links to other systems after the fact sheet they hang on. Most plans have one wave.
import { isRelation, movesOf } from '../map/relations.ts';
import { idsIn, mappedTagsKey } from '../map/tags.ts';
import { itemToBe } from '../map/targets.ts';
import { givenUpBy } from './give-up.ts';
import { type Change, type FieldChange, isMaking } from './plan.ts';

export function assignWaves(changes: readonly Change[]): Change[] {
  const creates = new Map(changes.flatMap((change) => (isMaking(change) ? [[change.item, change]] : [])));
  // Its external id is set free before another fact sheet is given it.
  const givenUp = new Set(changes.flatMap((change) => givenUpBy(change) ?? []));
  const firstOf = (item: string) => (givenUp.has(item) ? 1 : 0);
  const waves = new Map<string, number>();
  const onTheWay = new Set<string>();

  /** Undefined where the fact sheet waits for this one in turn. */
  const waveOf = (item: string): number | undefined => {
    const known = waves.get(item);
    const change = creates.get(item);
    if (known !== undefined || change === undefined) return known ?? 0;
    if (onTheWay.has(item)) return undefined;
    onTheWay.add(item);
    const wave = Math.max(firstOf(item), ...change.fields.flatMap((field) => waveOfField(field) ?? []));
    onTheWay.delete(item);
    waves.set(item, wave);
    return wave;
  };
  /** The first wave in which the fact sheets that the field needs are there; undefined where they never are in time. */
  const waveOfField = (field: FieldChange): number | undefined => {
    if (field.isLater) return 0;
    const needed = needsOf(field).map(waveOf);
    return needed.some((wave) => wave === undefined)
      ? undefined
      : Math.max(0, ...needed.map((wave) => (wave ?? 0) + 1));
  };

  return changes.map((change) => {
    if (change.op !== 'create') {
      const first = firstOf(change.item);
      const wave = Math.max(first, ...change.fields.map((field) => waveOfField(field) ?? 0));
      const hasLater = change.fields.some(({ isLater }) => isLater);
      return { ...change, ...(wave > 0 && { wave }), ...(hasLater && { later: wave + 1 }) };
    }
    const wave = waveOf(change.item) ?? 0;
    const fields = change.fields.map(
      (field): FieldChange =>
        !field.isLater && needsOf(field).some((item) => (waveOf(item) ?? 0) >= wave && creates.has(item))
          ? { ...field, isLater: true }
          : field,
    );
    const late = fields.filter(({ isLater }) => isLater);
    const later = Math.max(wave, ...late.flatMap(needsOf).map((item) => waveOf(item) ?? 0)) + 1;
    return { ...change, fields, ...(wave > 0 && { wave }), ...(late.length > 0 && { later }) };
  });
}

/** How many waves a change needs. */
export function wavesOf(change: Change): number {
  return Math.max(change.wave ?? 0, change.later ?? 0) + 1;
}

/** Items whose fact sheets, and tags, must be there before the field can be written. */
export function needsOf(field: FieldChange): string[] {
  if (field.key === mappedTagsKey) return idsIn(field.after).flatMap((id) => itemToBe(id) ?? []);
  return isRelation(field.key) ? movesOf(field).to.flatMap((id) => itemToBe(id) ?? []) : [];
}
