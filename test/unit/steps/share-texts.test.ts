import { describe, expect, it } from 'vitest';
import { createTextSharing } from '../../../shared/steps/share-texts.ts';

describe('sharing texts', () => {
  const record = (id: number) => ({ id: `id-${id}`, tagIds: ['one'], fields: { alias: '', tags: [id] } });

  it('gives back the very records, with what they held', () => {
    const share = createTextSharing();
    const records = Array.from({ length: 3_000 }, (_, id) => record(id));
    const shared = records.map((each) => share(each));
    expect(shared.every((each, index) => each === records[index])).toBe(true);
    expect(shared).toEqual(Array.from({ length: 3_000 }, (_, id) => record(id)));
  });

  it('keeps equal lists once', () => {
    const share = createTextSharing();
    const [first, second] = [share(record(1)), share(record(2))];
    expect(second.tagIds).toBe(first.tagIds);
    expect(second.fields.tags).not.toBe(first.fields.tags);
  });
});
