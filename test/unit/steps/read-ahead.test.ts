import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../shared/steps/read-ahead.ts';

function source(pages: number, failAt?: number) {
  const asked: number[] = [];
  async function* read() {
    for (let page = 1; page <= pages; page += 1) {
      asked.push(page);
      if (page === failAt) throw new Error(`page ${page}`);
      yield page;
    }
  }
  return { asked, pages: read() };
}

describe('reading ahead', () => {
  it('asks for one page more than the reader has, and for all of them in the end', async () => {
    const { asked, pages } = source(4);
    const seen: number[] = [];
    for await (const page of readAhead(pages)) {
      seen.push(page);
      expect(asked.at(-1)).toBe(Math.min(page + 1, 4));
    }
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('does not ask for a page that nobody will read', async () => {
    const { asked, pages } = source(4);
    for await (const page of readAhead(pages, () => asked.length < 2)) if (page === 2) break;
    expect(asked).toEqual([1, 2]);
  });

  it('hands over the pages before a failure, then the failure', async () => {
    const { pages } = source(4, 3);
    const seen: number[] = [];
    const reading = async () => {
      for await (const page of readAhead(pages)) seen.push(page);
    };
    await expect(reading()).rejects.toThrow('page 3');
    expect(seen).toEqual([1, 2]);
  });
});
