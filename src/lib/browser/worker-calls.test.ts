import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HandedOver, serveCalls } from './serve-calls.ts';
import { WorkerCalls, type CallMessage, type CallReply } from './worker-calls.ts';

type TestedCalls = {
  double: { input: number; result: number; progress: string };
  wait: { input: null; result: string };
};

type Listener = (event: { data: unknown }) => void;

/** A worker's two ends in one thread: what one posts the other hears a task later. */
class Channel {
  ended = false;
  /** What the page said. */
  readonly heard: CallMessage[] = [];
  readonly transferred: unknown[] = [];
  #ofWorker: Listener[] = [];
  #ofPage: Listener[] = [];
  #onError: (() => void)[] = [];

  addEventListener(kind: string, listener: never): void {
    if (kind === 'message') this.#ofPage.push(listener);
    else this.#onError.push(listener);
  }
  postMessage(message: CallMessage): void {
    structuredClone(message);
    this.heard.push(message);
    setTimeout(() => this.#ofWorker.forEach((listen) => listen({ data: message })));
  }
  terminate(): void {
    this.ended = true;
  }
  break(): void {
    for (const tell of this.#onError) tell();
  }
  readonly inside = {
    addEventListener: (_kind: string, listener: Listener) => this.#ofWorker.push(listener),
    postMessage: (data: CallReply, { transfer }: { transfer: unknown[] }) => {
      this.transferred.push(...transfer);
      setTimeout(() => {
        if (!this.ended) this.#ofPage.forEach((listen) => listen({ data }));
      });
    },
  };
}

let channels: Channel[];
/** Inputs of the calls that were begun. */
let begun: unknown[];
let waiting: ((value: string) => void)[];

beforeEach(() => {
  channels = [];
  begun = [];
  waiting = [];
});
afterEach(() => vi.unstubAllGlobals());

/** The page's end; its workers answer as the tests below say. */
function open(options: Partial<ConstructorParameters<typeof WorkerCalls>[1]> = {}, silent = false) {
  return new WorkerCalls<TestedCalls>(
    () => {
      const channel = new Channel();
      channels.push(channel);
      vi.stubGlobal('self', channel.inside);
      if (!silent) serve();
      return channel as unknown as Worker;
    },
    { lost: (how) => new Error(`The worker ${how}.`), ...options },
  );
}

function serve() {
  serveCalls<TestedCalls>(
    {
      double(input, { progress }) {
        begun.push(input);
        if (input < 0) throw new RangeError('no number below 0');
        progress('half way');
        return input > 100 ? new HandedOver(2 * input, [new ArrayBuffer(1)]) : 2 * input;
      },
      wait: () => new Promise((resolve) => waiting.push(resolve)),
    },
    (error) => ({ failure: { message: String(error), kind: 'tried' }, broken: String(error).includes('below') }),
  );
}

describe('calls of a worker', () => {
  it('come back to who asked, with what is said meanwhile, in one worker', async () => {
    const calls = open();
    const said: string[] = [];
    const one = calls.call('double', 4, { onProgress: (progress) => said.push(progress) });
    const other = calls.call('double', 101);
    expect([await one, await other]).toEqual([8, 202]);
    expect([said, channels.length, channels[0]?.transferred.length]).toEqual([['half way'], 1, 1]);
  });

  it('are not begun once they were cancelled, and the worker is told', async () => {
    const calls = open();
    const controller = new AbortController();
    const first = calls.call('double', 1);
    const cancelled = calls.call('double', 2, { signal: controller.signal });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect([await first, await calls.call('double', 3)]).toEqual([2, 6]);
    expect(begun).toEqual([1, 3]);
    expect(channels[0]?.heard.filter((message) => 'cancelled' in message)).toHaveLength(1);
  });

  it('end the worker with one that is cancelled, where it has no other', async () => {
    const calls = open({ cancelEnds: true });
    const controller = new AbortController();
    const cancelled = calls.call('wait', null, { signal: controller.signal });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect([channels[0]?.ended, calls.open]).toEqual([true, false]);
    expect(await calls.call('double', 5)).toBe(10);
    expect(channels).toHaveLength(2);
  });

  it('that fail say what the worker says; one that broke is replaced, and all who wait hear why', async () => {
    const calls = open({ failed: ({ kind, message }) => new Error(`${kind}: ${message}`) });
    const beside = calls.call('wait', null);
    const failing = calls.call('double', -1);
    await expect(failing).rejects.toThrow('tried: RangeError: no number below 0');
    await expect(beside).rejects.toThrow('tried: RangeError: no number below 0');
    expect(channels[0]?.ended).toBe(true);
    expect(await calls.call('double', 6)).toBe(12);
  });

  it('all end with a sentence when the worker stops, or never says a word', async () => {
    const calls = open();
    const asked = calls.call('wait', null);
    channels[0]?.break();
    await expect(asked).rejects.toThrow('The worker stopped.');
    const silent = open({ timeoutMs: 30 }, true);
    await expect(silent.call('double', 1)).rejects.toThrow('The worker did not start.');
  });

  it('that cannot be sent fail, and wait for nothing', async () => {
    const calls = open();
    await expect(calls.call('double', (() => 1) as unknown as number)).rejects.toThrow(/could not be cloned/);
    expect(await calls.call('double', 7)).toBe(14);
  });
});
