import { describe, expect, it } from 'vitest';
import { createReadersFirst } from './readers-first.ts';

/** Work that ends when told. */
function held() {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { work: () => done, end };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('what is got ready ahead', () => {
  it('begins at once while nobody waits', async () => {
    await expect(createReadersFirst().turn(undefined)).resolves.toBeUndefined();
  });

  it('waits for every reader, however their work ends', async () => {
    const queue = createReadersFirst();
    const [one, other] = [held(), held()];
    const first = queue.reader(one.work);
    const second = queue.reader(async () => {
      await other.work();
      throw new Error('no rows');
    });
    let begun = false;
    const ahead = queue.turn(undefined).then(() => (begun = true));
    one.end();
    await first;
    await settled();
    expect(begun).toBe(false);
    other.end();
    await expect(second).rejects.toThrow('no rows');
    await ahead;
    expect(begun).toBe(true);
  });

  it('goes on with a file once a reader needs it, also one who comes later', async () => {
    const queue = createReadersFirst();
    const [one, other] = [held(), held()];
    const first = queue.reader(one.work, ['stock']);
    await queue.turn(undefined, 'stock');
    let begun = false;
    const ahead = queue.turn(undefined, 'flow').then(() => (begun = true));
    await settled();
    expect(begun).toBe(false);
    const second = queue.reader(other.work, ['flow']);
    await ahead;
    one.end();
    other.end();
    await Promise.all([first, second]);
  });

  it('that nobody wants any more gives up its turn', async () => {
    const queue = createReadersFirst();
    const one = held();
    const first = queue.reader(one.work);
    const controller = new AbortController();
    const ahead = queue.turn(controller.signal);
    controller.abort();
    await expect(ahead).rejects.toMatchObject({ name: 'AbortError' });
    one.end();
    await first;
  });
});
