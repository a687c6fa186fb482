// Makes a batch one transaction: every change of the workspace notes how to take it back.

export interface UndoLog {
  add(takeBack: () => void): void;
  /** Where the log stands, to come back to. */
  mark(): number;
  /** Takes back everything since the mark, the latest first. */
  rollBack(mark: number): void;
  /** Keeps everything. */
  commit(): void;
}

export function createUndoLog(): UndoLog {
  let steps: (() => void)[] = [];
  return {
    add(takeBack) {
      steps.push(takeBack);
    },
    mark: () => steps.length,
    rollBack(mark) {
      for (const takeBack of steps.splice(mark).reverse()) takeBack();
    },
    commit() {
      steps = [];
    },
  };
}
