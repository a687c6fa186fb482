// How far a run has come: one moving line on a terminal, a plain line a step elsewhere.
import { SingleBar } from 'cli-progress';
import type { Progress } from '../../shared/steps/context.ts';
import { errorStream, isInteractive, tell } from '../terminal.ts';
import { sourceTitles } from './source-title.ts';

type ShownProgress = Omit<Progress, 'run'>;

export interface ProgressDisplay {
  show(event: ShownProgress): void;
  stop(): void;
}

const stepTexts = {
  token: 'signing in',
  pull: 'reading',
  match: 'matching with LeanIX',
  write: 'writing to LeanIX',
  report: 'adding up',
} as const;

function textOf({ step, system = 'cloud-alm' }: ShownProgress): string {
  return step === 'pull' ? `${stepTexts.pull} ${sourceTitles[system]}` : stepTexts[step];
}

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
    show(event) {
      const { done, total } = event;
      const payload = { step: textOf(event), of: total ?? '?' };
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
  const line = (event: ShownProgress) => {
    const { done, total } = event;
    tell(`${textOf(event)}: ${done}${total === undefined ? '' : ` of ${total}`}`);
  };
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
