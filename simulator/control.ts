// The control calls of tests, benchmarks and people: they are in no ledger and struck by no fault.
import { GraphQLError } from 'graphql';
import { Hono } from 'hono';
import { type PersonalEdit, readEdit } from './leanix/personal-edit.ts';

export interface ControlOptions {
  ledger: () => unknown;
  closings: () => unknown;
  truth: () => unknown;
  setFaults: (names: readonly string[]) => void;
  advance: (options: { change?: number }) => unknown;
  edit: (wanted: PersonalEdit) => unknown;
}

export function createControl({ ledger, closings, truth, setFaults, advance, edit }: ControlOptions): Hono {
  const app = new Hono();

  app.get('/__ledger', (c) => c.json(ledger()));
  app.get('/__closings', (c) => c.json(closings()));
  app.get('/__truth', (c) => c.json(truth()));

  app.post('/__faults', async (c) => {
    const faults = readJson(await c.req.text())?.faults;
    if (!Array.isArray(faults) || !faults.every((name) => typeof name === 'string')) {
      return c.json({ message: 'faults must be a list of names' }, 400);
    }
    try {
      setFaults(faults);
      return c.json({ faults });
    } catch (thrown) {
      if (thrown instanceof RangeError) return c.json({ message: thrown.message }, 400);
      throw thrown;
    }
  });

  app.post('/__advance', async (c) => {
    const body = readJson(await c.req.text());
    if (body === undefined || Object.keys(body).some((key) => key !== 'change')) {
      return c.json({ message: 'the body must be empty or {"change": <number>}' }, 400);
    }
    const { change } = body;
    if (change === undefined) return c.json(advance({}));
    if (typeof change !== 'number' || !(change >= 0)) {
      return c.json({ message: 'change must be a number, at least 0' }, 400);
    }
    return c.json(advance({ change }));
  });

  app.post('/__edit', async (c) => {
    try {
      return c.json(edit(readEdit(readJson(await c.req.text()))));
    } catch (thrown) {
      if (thrown instanceof RangeError) return c.json({ message: thrown.message }, 400);
      // What LeanIX would refuse, in its words.
      if (thrown instanceof GraphQLError) return c.json({ message: thrown.message }, 409);
      throw thrown;
    }
  });

  return app;
}

/** An empty body is an empty object; undefined for what is no JSON object. */
function readJson(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? { ...parsed }
      : undefined;
  } catch {
    return undefined;
  }
}
