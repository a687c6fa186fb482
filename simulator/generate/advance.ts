// Lets a night pass: some landscape objects change, some are renamed, some go, some are new, and people work in
// LeanIX. Deterministic from the seed, the number of the night and what is there.
import type { LandscapeStore } from '../cloud-alm/landscape-store.ts';
import { updateFactSheet } from '../leanix/mutations.ts';
import type { Patch } from '../leanix/patch.ts';
import { architect } from '../leanix/users.ts';
import type { Workspace } from '../leanix/workspace.ts';
import { createLandscapeMaker, type LandscapeObject, makeSystemNumber } from './landscape.ts';
import type { Random } from './random.ts';
import { btpSystem, descriptions, otherDeploymentModels } from './words.ts';

export interface AdvanceSummary {
  night: number;
  changed: number;
  renamed: number;
  gone: number;
  added: number;
  /** Fact sheets that people edited. */
  edited: number;
}

/** Shares of the objects alive, and of the applications for `edited`. */
const rates = { changed: 0.05, renamed: 0.01, gone: 0.01, added: 0.01, edited: 0.005 };

/** From this size on a night that changes anything does each of them at least once. */
const everyKindFrom = 40;

export interface Night {
  number: number;
  /** Multiplies the rates; 0 changes nothing. */
  change: number;
  landscape: LandscapeStore;
  workspace: Workspace;
  random: Random;
  onGone: (object: LandscapeObject) => void;
}

export function passNight(night: Night): AdvanceSummary {
  const { landscape, workspace, random } = night;
  const alive = landscape.list();
  const count = (rate: number, size: number): number => {
    if (night.change === 0) return 0;
    return Math.min(size, Math.max(size >= everyKindFrom ? 1 : 0, Math.round(size * rate * night.change)));
  };
  const maker = createLandscapeMaker(random, alive);
  const order = random.shuffle(alive);
  const take = (rate: number): LandscapeObject[] => order.splice(0, count(rate, alive.length));

  const gone = take(rates.gone);
  const renamed = take(rates.renamed);
  const changed = take(rates.changed);
  const added = Array.from({ length: count(rates.added, alive.length) }, () => maker.make());

  for (const object of gone) {
    landscape.remove(object.lmsId);
    night.onGone(object);
  }
  for (const object of renamed) landscape.put({ ...object, name: maker.rename(object) });
  for (const object of changed) landscape.put(changeOf(object, random));
  for (const object of added) landscape.put(object);
  const edited = editFactSheets(workspace, random, count);
  return {
    night: night.number,
    changed: changed.length,
    renamed: renamed.length,
    gone: gone.length,
    added: added.length,
    edited,
  };
}

/** The role stays; a platform service stays one. */
function changeOf(object: LandscapeObject, random: Random): LandscapeObject {
  const at = random.next();
  if (at < 0.2 && object.deploymentModel !== null && object.deploymentModel !== btpSystem) {
    const others = otherDeploymentModels.filter((model) => model !== object.deploymentModel);
    return { ...object, deploymentModel: random.pick(others) };
  }
  if (at < 0.3 && object.serviceTypeLabel !== null) {
    return { ...object, serviceTypeLabel: nextLabel(object.serviceTypeLabel) };
  }
  return { ...object, systemNumber: makeSystemNumber(random, object.objectType === 'CloudService') };
}

function nextLabel(label: string): string {
  const mark = ', new edition';
  return label.endsWith(mark) ? label.slice(0, -mark.length) : `${label}${mark}`;
}

/** People describe some applications and rename a few. */
function editFactSheets(
  workspace: Workspace,
  random: Random,
  count: (rate: number, size: number) => number,
): number {
  const active = [...workspace.list('Application')].filter(({ status }) => status === 'ACTIVE');
  const edited = random.shuffle(active).slice(0, count(rates.edited, active.length));
  edited.forEach((row, index) => {
    const name = `${row.name} (${random.pick(['EMEA', 'old', 'central', 'legacy'])})`;
    const isRenamed = index % 4 === 3 && !workspace.isNameTaken(row.type, name);
    const patch: Patch = isRenamed
      ? { op: 'replace', path: '/name', value: name }
      : { op: 'replace', path: '/description', value: random.pick(descriptions) };
    updateFactSheet(workspace, { id: row.id, patches: [patch] }, architect);
  });
  workspace.undo.commit();
  return edited.length;
}
