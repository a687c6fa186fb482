// How each item of a run stands with LeanIX, out of what the run left in the store. Asks no system.
import { type MatchStatus, matchStatusOf } from '../core/match/status.ts';
import type { Item, Workspace } from '../core/model.ts';
import { fieldOf } from '../core/select.ts';
import type { StepContext } from './context.ts';
import { readLinks } from './links.ts';
import { readChanges, readSkips } from './read-details.ts';
import type { Run } from './run.ts';
import { readItems } from './snapshot.ts';

export type { MatchState } from '../core/match/status.ts';

export interface MatchRow extends MatchStatus {
  id: string;
  tenant: string;
  name: string;
  package?: string;
  version?: string;
  /** State at the source. */
  runtime?: string;
  /** What a person should know of it. */
  remarks?: readonly string[];
  /** Where LeanIX shows the fact sheet. */
  url?: string;
}

/** In the order of the names. */
export async function readMatchStatus({ store, rules }: StepContext, run: Run): Promise<MatchRow[]> {
  const { workspace, pulls, flow } = run;
  if (workspace === undefined) return [];
  const links = await readLinks(store, workspace.id, flow);
  const changes = new Map((await readChanges(store, run)).map(({ change }) => [change.item, change]));
  const skips = new Map((await readSkips(store, run))?.map((skip) => [skip.item, skip]));
  const rows: MatchRow[] = [];
  for (const pull of Object.values(pulls)) {
    for await (const item of readItems(store, pull)) {
      const { key } = item;
      // What no rule wants may still be linked from a time when one did.
      const reason = rules.skip(item) ?? undefined;
      const skip =
        skips.get(key) ?? (reason === undefined ? undefined : { item: key, name: item.name, reason });
      const status = matchStatusOf({ change: changes.get(key), skip, link: links.get(key) });
      rows.push({ ...factsOf(item), ...status, ...remarksOf(rules.remarks(item)), ...urlOf(status) });
    }
  }
  return rows.sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));

  function urlOf({ factSheetId }: MatchStatus): { url?: string } {
    return factSheetId === undefined ? {} : { url: addressOf(workspace, rules.targetType, factSheetId) };
  }
}

/** leanix-api 1.1; the part with the type is inferred. */
function addressOf(workspace: Workspace | undefined, type: string, id: string): string {
  const parts = [workspace?.name ?? '', 'factsheet', type, id].map(encodeURIComponent);
  return `https://${workspace?.host}/${parts.join('/')}`;
}

function factsOf(item: Item): Omit<MatchRow, keyof MatchStatus> {
  const [owner, version, runtime] = ['package', 'version', 'status'].map((field) => fieldOf(item, field));
  return {
    id: item.nativeId,
    tenant: item.tenant,
    name: item.name,
    ...(owner !== undefined && { package: owner }),
    ...(version !== undefined && { version }),
    ...(runtime !== undefined && { runtime }),
  };
}

function remarksOf(remarks: readonly string[]): { remarks?: readonly string[] } {
  return remarks.length === 0 ? {} : { remarks };
}

function orderOf({ name, id, tenant }: MatchRow): string {
  return `${name}\n${id}\n${tenant}`;
}
