import { describe, expect, it } from 'vitest';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { configureFlow } from '../../../../shared/platform/config/configure-flow.ts';
import { parse } from '../../../support/config-file.ts';

const connections = `connections:
  calm-eu: {binding: key-eu}
  calm-us: {binding: key-us}
  test: {binding: leanix-test, workspace: w-test}
  live: {binding: leanix-live, workspace: w-live, requestsPerSecond: 5}
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
      requestsPerSecond: 5,
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

  it('refuses a flow that there is not', () => {
    expect(() => configureFlow('orbit', {})).toThrow(
      expect.objectContaining({ code: 'CFG_FLOW_UNKNOWN', facts: { flow: 'orbit', flows: 'landscape' } }),
    );
  });
});
