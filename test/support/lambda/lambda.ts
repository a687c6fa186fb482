// AWS Lambda on this machine: the unpacked functions, each event in an execution environment that is free, or else
// in a new one.
import { onTestFinished } from 'vitest';
import { type Container, startContainer } from './container.ts';
import { type Deployed, deployedPlaces, readDeployed } from './deployed.ts';

/** A line that a function wrote, as CloudWatch takes it apart: the first JSON in it. */
export interface LogLine {
  from: string;
  text: string;
  entry: Readonly<Record<string, unknown>>;
}

export interface Lambda {
  invoke<Answer>(name: string, event: object): Promise<Answer>;
  /** The same with an event that the function dies of. */
  crash<Answer>(name: string, event: object): Promise<Answer>;
  /** Kills whoever of this function works. @returns how many */
  kill(name: string): number;
  log: readonly LogLine[];
  /** How many environments a function has had. */
  started(name: string): number;
}

/** Everything is killed when the test is over. @param environment more than the template names is not handed on */
export function startLambda(environment: Readonly<Record<string, string>>): Lambda {
  const deployed = readDeployed();
  const { runtimeClient } = deployedPlaces();
  const containers = new Map([...deployed.keys()].map((name): [string, Container[]] => [name, []]));
  const starting = new Map<string, number>();
  const log: LogLine[] = [];
  onTestFinished(() => {
    for (const container of [...containers.values()].flat()) container.kill();
  });

  const start = (name: string, { variables, ...packaged }: Deployed) => {
    starting.set(name, (starting.get(name) ?? 0) + 1);
    return startContainer({
      ...packaged,
      runtimeClient,
      name: `landbridge-test-${name}`,
      environment: { ...ofAws(environment), ...named(environment, variables) },
      print: (text) => void log.push({ from: name, text, entry: firstJson(text) }),
    });
  };

  const invoke = async (name: string, event: object, { dies }: { dies: boolean }): Promise<unknown> => {
    const packaged = deployed.get(name);
    const all = containers.get(name);
    if (packaged === undefined || all === undefined) throw new Error(`No function ${name}`);
    let container = all.find((each) => !each.isBusy() && !each.isGone());
    if (container === undefined) {
      container = await start(name, packaged);
      all.push(container);
    }
    const answer = container.invoke(event);
    if (dies) container.kill();
    return answer;
  };

  return {
    invoke: async <Answer>(name: string, event: object) =>
      (await invoke(name, event, { dies: false })) as Answer,
    crash: async <Answer>(name: string, event: object) =>
      (await invoke(name, event, { dies: true })) as Answer,
    kill(name) {
      const working = (containers.get(name) ?? []).filter((container) => container.isBusy());
      for (const container of working) container.kill();
      return working.length;
    },
    log,
    started: (name) => starting.get(name) ?? 0,
  };
}

/** What an account gives by being one: region, credentials, and here where its services listen. */
function ofAws(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('AWS_')));
}

function named(
  environment: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const value = environment[name];
      if (value === undefined) throw new Error(`The template names ${name}, and nothing here gives it`);
      return [name, value];
    }),
  );
}

function firstJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text.slice(text.indexOf('{')));
  } catch {
    return {};
  }
}
