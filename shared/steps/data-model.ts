// The data model of the workspace, kept from run to run: a night that finds nothing changed does not ask
// for it, and a night that will write asks once.
import type { DataModel } from '../core/model.ts';
import { deleteRecordsExcept, type RecordsRef, readRecords, writeRecords } from '../store/blobs.ts';
import { readJson, writeJson } from '../store/json.ts';
import { dataModelKey } from '../store/keys.ts';
import type { StepContext } from './context.ts';
import { trusted } from './trusted.ts';

export interface KnownDataModel {
  model: DataModel;
  /** Content hash, to see whether it moved. */
  hash: string;
  /** Read in this burst rather than remembered. */
  fresh: boolean;
}

export async function knownDataModel(context: StepContext, workspaceId: string): Promise<KnownDataModel> {
  const head = await readJson(context.store, dataModelKey(workspaceId), trusted<{ model: RecordsRef }>);
  if (head === undefined) return freshDataModel(context, workspaceId);
  for await (const record of readRecords(context.store, head.value.model)) {
    const model = trusted<DataModel>(record);
    if (model.roles === undefined && needsRoles(context)) break;
    return { model, hash: head.value.model.hash, fresh: false };
  }
  return freshDataModel(context, workspaceId);
}

export async function freshDataModel(context: StepContext, workspaceId: string): Promise<KnownDataModel> {
  const { store, leanIx } = context;
  const roles = needsRoles(context) ? { roles: await leanIx.subscriptionRoles() } : {};
  const model: DataModel = { ...(await leanIx.dataModel()), ...roles };
  const owner = `data-model/${workspaceId}`;
  const ref = await writeRecords(store, owner, [model]);
  await writeJson(store, dataModelKey(workspaceId), { model: ref });
  await deleteRecordsExcept(store, owner, [ref]);
  return { model, hash: ref.hash, fresh: true };
}

function needsRoles({ rules }: StepContext): boolean {
  return Object.values(rules.subscriptionRules).some(({ role }) => role !== undefined);
}
