import { describe, expect, it } from '@jest/globals';
import { ItemFile } from './item-file.ts';

async function* bytes(...pieces: readonly string[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece);
}

async function batches(file: ItemFile): Promise<number[]> {
  const sizes: number[] = [];
  for (let batch = await file.batch(); batch.length > 0; batch = await file.batch()) sizes.push(batch.length);
  return sizes;
}

describe('ItemFile', () => {
  it('gives a thousand items at most, fewer when they are long', async () => {
    const short = new ItemFile(bytes('name\n', 'x\n'.repeat(2_500)));
    await short.readHeader();
    expect(await batches(short)).toEqual([1_000, 1_000, 500]);
    const long = new ItemFile(bytes('name,description\n', `x,${'d'.repeat(3_999)}\n`.repeat(300)));
    await long.readHeader();
    expect(await batches(long)).toEqual([125, 125, 50]);
  });

  it('has no more rows than it may', async () => {
    const enough = new ItemFile(bytes('name\n', 'x\n'.repeat(10)), 10);
    await enough.readHeader();
    expect(await batches(enough)).toEqual([10]);
    const tooMany = new ItemFile(bytes('name\n', 'x\n'.repeat(11)), 10);
    await tooMany.readHeader();
    await expect(batches(tooMany)).rejects.toMatchObject({ status: 413, code: 'item/too_many_rows' });
  });

  it('reads no further than it is asked', async () => {
    let pieces = 0;
    const file = new ItemFile(
      (async function* () {
        for (; pieces < 1_000; pieces++) yield Buffer.from(pieces === 0 ? 'name\n' : 'x\n'.repeat(100));
      })(),
    );
    await file.readHeader();
    await file.batch();
    expect(pieces).toBeLessThanOrEqual(11);
    await file.close();
    expect(pieces).toBeLessThanOrEqual(11);
  });
});
