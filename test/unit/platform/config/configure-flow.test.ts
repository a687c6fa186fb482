import { describe, expect, it } from 'vitest';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { configureFlow } from '../../../../shared/platform/config/configure-flow.ts';
import { parse } from '../../../support/config-file.ts';

const connections = `connections:
  calm-eu: {binding: key-eu, pace: {requestsPerSecond: 3}}
  calm-us: {binding: key-us}
  test: {binding: leanix-test, workspace: w-test}
  live: {binding: leanix-live, workspace: w-live, pace: {requestsPerSecond: 5}}
`;

const flow = (text: string) => configureFlow('landscape', parse(`${connections}flows: {landscape: ${text}}`));

describe('the configuration of a flow', () => {
  it('is the flow itself where there is none', () => {
    const { rules, chosen, workspaceOf } = configureFlow('landscape', {});
    expect(rules).toBe(landscape);
    expect([chosen.sources, chosen.workspace, workspaceOf('leanix')]).toEqual([undefined, undefined, {}]);
  });

  it('chooses bindings by the names of their connections', () => {
    expect(flow('{source: [calm-us, calm-eu], workspace: live}').chosen).toEqual({
      sources: ['key-us', 'key-eu'],
      workspace: 'leanix-live',
    });
    expect(flow('{source: calm-us}').chosen).toEqual({ sources: ['key-us'], workspace: undefined });
  });

  it('pins and paces the workspace that the flow names', () => {
    expect(flow('{workspace: live}').workspaceOf('leanix-live')).toMatchObject({
      workspace: 'w-live',
      pace: { requestsPerSecond: 5 },
    });
  });

  it('goes by the connection that the flow names where several lead to one binding', () => {
    const text =
      'connections: {a: {binding: x}, b: {binding: x, workspace: w}}\nflows: {landscape: {workspace: b}}';
    expect(configureFlow('landscape', parse(text)).workspaceOf('x')).toMatchObject({ workspace: 'w' });
  });

  it('pins the workspace that was found by itself too', () => {
    expect(flow('{}').workspaceOf('leanix-test')).toMatchObject({ workspace: 'w-test' });
    expect(configureFlow('landscape', parse(connections)).workspaceOf('leanix-live')).toMatchObject({
      workspace: 'w-live',
    });
    expect(flow('{}').workspaceOf('another')).toEqual({});
  });

  it('paces the sources too', () => {
    const { sourcePaceOf } = flow('{}');
    expect([sourcePaceOf('key-eu'), sourcePaceOf('key-us')]).toEqual([{ requestsPerSecond: 3 }, undefined]);
  });

  it('may be there more than once, for other sources and workspaces', () => {
    const config = parse(
      `${connections}flows: {landscape: {workspace: live}, landscape-test: {workspace: test, tag: T}}`,
    );
    expect(configureFlow('landscape', config).chosen.workspace).toBe('leanix-live');
    const test = configureFlow('landscape-test', config);
    expect([test.chosen.workspace, test.rules.flow, test.rules.tag]).toEqual([
      'leanix-test',
      'landscape',
      'T',
    ]);
  });

  it('refuses a flow that there is not', () => {
    for (const name of ['orbit', 'landscape-emea', 'landscapes']) {
      expect(() => configureFlow(name, parse('flows: {landscape-apj: {}}'))).toThrow(
        expect.objectContaining({
          code: 'CFG_FLOW_UNKNOWN',
          facts: { flow: name, flows: 'landscape, iflows, landscape-apj' },
        }),
      );
    }
  });
});
