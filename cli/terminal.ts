// The only place of the command line that knows its process: terminal, environment, signals.
import process from 'node:process';

export const isInteractive = process.stderr.isTTY === true && process.env.CI === undefined;
export const errorStream: NodeJS.WriteStream = process.stderr;

/** What was asked for: goes to stdout. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What happens on the way, and errors: goes to stderr. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Until the person, or whoever started us, asks to stop. */
export async function untilStopped(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
