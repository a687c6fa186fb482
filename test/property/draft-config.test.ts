// Laws of the drafted configuration: whatever stands in the connected systems, the file is read back as it was
// meant, and nothing secret or personal gets into it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draft, type DraftInput, draftConfig } from '../../shared/platform/config/draft-config.ts';
import { parseConfig } from '../../shared/platform/config/parse-config.ts';
import { renderConfig } from '../../shared/platform/config/render-config.ts';
import type { Config } from '../../shared/platform/config/schema.ts';
import { anyDraftInput } from '../support/any-survey.ts';

const parse = (text: string): Config => parseConfig('f.yaml', text, () => 'filled');

function everyDraft(check: (draft: Draft, text: string, input: DraftInput) => void): void {
  fc.assert(
    fc.property(anyDraftInput, (input) => {
      const draft = draftConfig(input);
      check(draft, renderConfig(draft), input);
    }),
    { numRuns: 300 },
  );
}

/** Takes the comment marks away from a key that is suggested, as a person does. */
function uncomment(text: string, key: string): string {
  const lines = text.split('\n');
  const start = lines.indexOf(`    # ${key}:`);
  expect(start).toBeGreaterThan(0);
  for (let at = start; lines[at]?.startsWith(at === start ? '    # ' : '    #   '); at += 1) {
    lines[at] = (lines[at] ?? '').replace('    # ', '    ');
  }
  return lines.join('\n');
}

describe('a drafted file', () => {
  it('is read back as it was meant', () => {
    everyDraft((draft, text) => expect(parse(text)).toEqual(draft.config));
  });

  it('names every binding and workspace exactly, or not at all and says so', () => {
    everyDraft(({ connections, warnings }, text, { bindings, survey }) => {
      const { connections: written = {}, flows } = parse(text);
      const names = [...connections.sources, ...connections.workspaces];
      const known = names.filter((name) => name !== undefined);
      expect(new Set(known).size).toBe(known.length);
      [...bindings.sources, ...bindings.workspaces].forEach((binding, index) => {
        const name = names[index];
        if (name !== undefined) expect(written[name]?.binding).toBe(binding);
      });
      expect(warnings.filter((text) => text.includes('left out of the file'))).toHaveLength(
        names.length - known.length,
      );
      connections.workspaces.forEach((name, index) => {
        const pinned = name === undefined ? undefined : written[name]?.workspace;
        if (pinned !== undefined) expect(pinned).toBe(survey.workspaces[index]?.id);
      });
      expect(flows?.landscape?.workspace).toBe(connections.workspaces[0]);
    });
  });

  it('is valid with what it suggests, too', () => {
    everyDraft((draft, text) => {
      const { flows = {}, ...rest } = parse(uncomment(uncomment(text, 'include'), 'exclude'));
      const { include, exclude, ...flow } = flows.landscape ?? {};
      expect({ ...rest, flows: { landscape: flow } }).toEqual(draft.config);
      expect(include?.length).toBeGreaterThan(0);
      expect(exclude?.length).toBeGreaterThan(0);
    });
  });

  it('holds nothing secret or personal, nor do its warnings', () => {
    everyDraft(({ warnings }, text, { command }) => {
      // What is called next was typed by the person who reads it.
      if (command.includes('hunter2')) return;
      expect([text, ...warnings].join('\n')).not.toContain('hunter2');
    });
  });
});
