import { expect, test, vi } from 'vitest';
import type { Progress } from '../engine.ts';
import { createSharedWork, type Work } from './shared-work.ts';

/** Work that ends when told to, and remembers how it was treated. */
function controlled() {
  const begun: { signal: AbortSignal; report: (progress: Progress) => void }[] = [];
  const ends: { resolve: (value: string) => void; reject: (reason: unknown) => void }[] = [];
  const work: Work<string> = (signal, report) => {
    begun.push({ signal, report });
    return new Promise((resolve, reject) => ends.push({ resolve, reject }));
  };
  return { work, begun, ends };
}

test('whoever asks for the same joins, whoever asks for another does not', async () => {
  const shared = createSharedWork<string>();
  const { work, begun, ends } = controlled();
  const [one, two, other] = [shared.join('a', work), shared.join('a', work), shared.join('b', work)];
  expect(begun).toHaveLength(2);
  ends[0]?.resolve('first');
  ends[1]?.resolve('second');
  expect(await Promise.all([one, two, other])).toEqual(['first', 'first', 'second']);
});

test('nothing is kept once it has ended, neither a result nor a failure', async () => {
  const shared = createSharedWork<string>();
  const { work, begun, ends } = controlled();
  const failed = shared.join('a', work);
  ends[0]?.reject(new Error('no'));
  await expect(failed).rejects.toThrow('no');
  const again = shared.join('a', work);
  ends[1]?.resolve('yes');
  expect(await again).toBe('yes');
  void shared.join('a', work);
  expect(begun).toHaveLength(3);
});

test('leaving rejects at once and stops the work only when nobody is left', async () => {
  const shared = createSharedWork<string>();
  const { work, begun, ends } = controlled();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = shared.join('a', work, { signal: first.signal });
  const two = shared.join('a', work, { signal: second.signal });
  first.abort();
  await expect(one).rejects.toMatchObject({ name: 'AbortError' });
  expect(begun[0]?.signal.aborted).toBe(false);
  second.abort();
  await expect(two).rejects.toMatchObject({ name: 'AbortError' });
  expect(begun[0]?.signal.aborted).toBe(true);

  // Who comes after that begins anew and is not disturbed by the end of the old.
  const three = shared.join('a', work);
  expect(begun).toHaveLength(2);
  ends[0]?.reject(new Error('stopped'));
  await Promise.resolve();
  const four = shared.join('a', work);
  expect(begun).toHaveLength(2);
  ends[1]?.resolve('whole');
  expect(await Promise.all([three, four])).toEqual(['whole', 'whole']);
});

test('an aborted signal begins nothing', async () => {
  const shared = createSharedWork<string>();
  const { work, begun } = controlled();
  await expect(shared.join('a', work, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  expect(begun).toHaveLength(0);
});

test('progress reaches who still waits', () => {
  const shared = createSharedWork<string>();
  const { work, begun } = controlled();
  const controller = new AbortController();
  const [left, stays] = [vi.fn(), vi.fn()];
  shared.join('a', work, { signal: controller.signal, onProgress: left }).catch(() => undefined);
  void shared.join('a', work, { onProgress: stays });
  begun[0]?.report({ step: 'half', loaded: 1, total: 2 });
  controller.abort();
  begun[0]?.report({ step: 'whole', loaded: 2, total: 2 });
  expect(left).toHaveBeenCalledTimes(1);
  expect(stays).toHaveBeenCalledTimes(2);
});
