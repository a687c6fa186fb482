// Tag groups and tags of the simulated workspace.
import type { Tag, TagGroup } from './fact-sheet.ts';
import type { UndoLog } from './undo-log.ts';

export interface TagStore {
  groups(): readonly TagGroup[];
  group(id: string | undefined): TagGroup | undefined;
  tags(): readonly Tag[];
  tag(id: string): Tag | undefined;
  putGroup(group: TagGroup): void;
  putTag(tag: Tag): void;
  removeTag(id: string): void;
}

export function createTagStore(undo: UndoLog): TagStore {
  const groups = new Map<string, TagGroup>();
  const tags = new Map<string, Tag>();
  return {
    groups: () => [...groups.values()],
    group: (id) => (id === undefined ? undefined : groups.get(id)),
    tags: () => [...tags.values()],
    tag: (id) => tags.get(id),
    putGroup(group) {
      putUndoably(groups, group, undo);
    },
    putTag(tag) {
      putUndoably(tags, tag, undo);
    },
    removeTag(id) {
      const before = tags.get(id);
      if (before === undefined || !tags.delete(id)) return;
      undo.add(() => tags.set(id, before));
    },
  };
}

function putUndoably<Row extends { readonly id: string }>(
  rows: Map<string, Row>,
  row: Row,
  undo: UndoLog,
): void {
  const before = rows.get(row.id);
  rows.set(row.id, row);
  undo.add(() => {
    if (before === undefined) rows.delete(row.id);
    else rows.set(row.id, before);
  });
}
