import { describe, expect, it } from 'vitest';
import { createReadersFirst } from './readers-first.ts';

/** Work that ends when told. */
function held() {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { work: () => done, end };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Work that says whether it has begun. */
function watched() {
  const state = { begun: false };
  return { state, work: () => Promise.resolve(void (state.begun = true)) };
}

describe('what is got ready ahead', () => {
  it('begins at once while nobody waits, one thing after the other', async () => {
    const queue = createReadersFirst();
    const [one, other] = [held(), watched()];
    const first = queue.ahead(one.work, undefined);
    const second = queue.ahead(other.work, undefined);
    await settled();
    expect(other.state.begun).toBe(false);
    one.end();
    await Promise.all([first, second]);
    expect(other.state.begun).toBe(true);
  });

  it('waits for every reader, however their work ends', async () => {
    const queue = createReadersFirst();
    const [one, other, later] = [held(), held(), watched()];
    const first = queue.reader(one.work);
    const second = queue.reader(async () => {
      await other.work();
      throw new Error('no rows');
    });
    const ahead = queue.ahead(later.work, undefined);
    one.end();
    await first;
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(later.state.begun).toBe(false);
    other.end();
    await expect(second).rejects.toThrow('no rows');
    await ahead;
    expect(later.state.begun).toBe(true);
  });

  it('does not slip in between two statements of one answer', async () => {
    const queue = createReadersFirst();
    const later = watched();
    const ahead = queue.ahead(later.work, undefined).catch(() => undefined);
    await ahead;
    const next = watched();
    const first = queue.reader(() => Promise.resolve());
    const waiting = queue.ahead(next.work, undefined);
    await first;
    await settled();
    expect(next.state.begun).toBe(false);
    await queue.reader(() => Promise.resolve());
    expect(next.state.begun).toBe(false);
    await waiting;
  });

  it('goes on with a file once a reader needs it, also one who comes later', async () => {
    const queue = createReadersFirst();
    const [one, other, stock, flow] = [held(), held(), watched(), watched()];
    const first = queue.reader(one.work, ['stock']);
    await queue.ahead(stock.work, undefined, 'stock');
    const ahead = queue.ahead(flow.work, undefined, 'flow');
    await settled();
    expect([stock.state.begun, flow.state.begun]).toEqual([true, false]);
    const second = queue.reader(other.work, ['flow']);
    await ahead;
    one.end();
    other.end();
    await Promise.all([first, second]);
  });

  it('that nobody wants any more gives up its turn', async () => {
    const queue = createReadersFirst();
    const [one, never] = [held(), watched()];
    const first = queue.reader(one.work);
    const controller = new AbortController();
    const ahead = queue.ahead(never.work, controller.signal);
    controller.abort();
    await expect(ahead).rejects.toMatchObject({ name: 'AbortError' });
    one.end();
    await first;
    expect(never.state.begun).toBe(false);
  });
});
