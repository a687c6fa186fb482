// How far a run has come: one moving line on a terminal, a plain line a step elsewhere.
import { SingleBar } from 'cli-progress';
import type { Progress } from '../../shared/steps/context.ts';
import { errorStream, isInteractive, tell } from '../terminal.ts';

type ShownProgress = Omit<Progress, 'run'>;

export interface ProgressDisplay {
  show(event: ShownProgress): void;
  stop(): void;
}

const stepTexts = {
  token: 'signing in',
  pull: 'reading Cloud ALM',
  match: 'matching with LeanIX',
  write: 'writing to LeanIX',
  report: 'adding up',
} as const;

export function showProgress(): ProgressDisplay {
  return isInteractive ? createBar() : createLines();
}

function createBar(): ProgressDisplay {
  const bar = new SingleBar({
    format: '{step} [{bar}] {value}/{of}',
    hideCursor: true,
    clearOnComplete: true,
    stream: errorStream,
  });
  let isShown = false;
  return {
    show({ step, done, total }) {
      const payload = { step: stepTexts[step], of: total ?? '?' };
      if (!isShown) bar.start(total ?? done, done, payload);
      isShown = true;
      bar.setTotal(total ?? done);
      bar.update(done, payload);
    },
    stop() {
      if (isShown) bar.stop();
    },
  };
}

function createLines(): ProgressDisplay {
  let last: ShownProgress | undefined;
  const line = ({ step, done, total }: ShownProgress) =>
    tell(`${stepTexts[step]}: ${done}${total === undefined ? '' : ` of ${total}`}`);
  return {
    show(event) {
      if (last !== undefined && last.step !== event.step) line(last);
      last = event;
    },
    stop() {
      if (last !== undefined) line(last);
    },
  };
}
