// Whether this process was told to end: bursts save where they are and hand on, so that another process goes on.

let stopping = false;

export function askToStop(): void {
  stopping = true;
}

export function isStopping(): boolean {
  return stopping;
}
