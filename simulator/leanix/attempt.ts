// Does a mutation completely or not at all: what it did before it was refused is taken back, and with
// `validateOnly` everything is (assumption A6).
import type { Workspace } from './workspace.ts';

export function attempt<Row>(
  workspace: Workspace,
  validateOnly: boolean | null | undefined,
  work: () => Row,
): Row {
  const mark = workspace.undo.mark();
  try {
    const row = work();
    if (validateOnly) workspace.undo.rollBack(mark);
    return row;
  } catch (thrown) {
    workspace.undo.rollBack(mark);
    throw thrown;
  }
}
