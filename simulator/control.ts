// The control calls of tests, benchmarks and people: they are in no ledger and struck by no fault.
import { Hono } from 'hono';

export interface ControlOptions {
  ledger: () => unknown;
  truth: () => unknown;
  setFaults: (names: readonly string[]) => void;
  advance: (options: { change?: number }) => unknown;
}

export function createControl({ ledger, truth, setFaults, advance }: ControlOptions): Hono {
  const app = new Hono();

  app.get('/__ledger', (c) => c.json(ledger()));
  app.get('/__truth', (c) => c.json(truth()));

  app.post('/__faults', async (c) => {
    const { faults } = readJson(await c.req.text());
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
    const { change } = readJson(await c.req.text());
    if (change === undefined) return c.json(advance({}));
    if (typeof change !== 'number' || !(change >= 0)) {
      return c.json({ message: 'change must be a number, at least 0' }, 400);
    }
    return c.json(advance({ change }));
  });

  return app;
}

/** An empty body is an empty object. */
function readJson(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
