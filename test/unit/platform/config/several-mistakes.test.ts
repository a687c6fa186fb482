// Mistakes that lie between places of the file, and what one of them must not hide or make up.
import { describe, expect, it } from 'vitest';
import { landscapeFlow, mistakesIn } from '../../../support/config-file.ts';

const connections = 'connections: {calm: {binding: c}, lx: {binding: l}}';

describe('an alias', () => {
  it('hides nothing that is wrong elsewhere', () => {
    const text = landscapeFlow('tag: &t mine', 'naming: *t', 'policy: {create: inbx}');
    expect(mistakesIn(text)).toEqual([
      'f.yaml:4:13: aliases (*name) are not read here: write out what is meant',
      expect.stringMatching(
        /^f\.yaml:5:22: flows\.landscape\.policy\.create cannot be "inbx"; did you mean inbox/,
      ),
    ]);
  });

  it('in the place of all connections makes no name lead nowhere', () => {
    const text = `x: &x {}\nconnections: *x\n${landscapeFlow('workspace: lx')}`;
    expect(mistakesIn(text).map((mistake) => mistake.split(' ').slice(0, 2).join(' '))).toEqual([
      'f.yaml:1:1: x',
      'f.yaml:2:14: aliases',
    ]);
  });
});

describe('a connection', () => {
  it('is read from once', () => {
    const text = `${connections}\n${landscapeFlow('source: [calm, calm]', 'workspace: lx')}`;
    expect(mistakesIn(text)).toEqual([
      'f.yaml:4:20: flows.landscape.source: "calm" is named for the second time',
    ]);
  });

  it('is no source where it is a workspace, of whichever flow', () => {
    const text = `${connections}\nflows: {landscape: {source: [calm, lx]}, landscape-b: {source: calm, workspace: lx}}`;
    expect(mistakesIn(text)).toEqual([
      'f.yaml:2:36: flows.landscape.source: "lx" is named as a workspace too',
    ]);
  });

  it('may be the source of several flows', () => {
    const text = `${connections}\nflows: {landscape: {source: calm}, landscape-b: {source: [calm], workspace: lx}}`;
    expect(mistakesIn(text)).toEqual([]);
  });
});
