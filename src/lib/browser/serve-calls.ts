import type { CallFailure, CallMessage, CallReply, Calls } from './worker-calls.ts';

export interface AnswerOptions<Progress> {
  /** Aborted when nobody waits for the result any more. */
  signal: AbortSignal;
  progress: (progress: Progress) => void;
}

/** What a call comes to, with or without parts that are handed over. */
type Outcome<Result> = Result | HandedOver<Result>;

type Answers<C extends Calls> = {
  readonly [Name in keyof C]: (
    input: C[Name]['input'],
    options: AnswerOptions<C[Name]['progress']>,
  ) => Outcome<C[Name]['result']> | Promise<Outcome<C[Name]['result']>>;
};

/** A result of which parts are handed over instead of copied. */
export class HandedOver<Result> {
  constructor(
    readonly result: Result,
    readonly transfer: Transferable[],
  ) {}
}

export interface FailureWords {
  failure: CallFailure;
  /** Nothing in the worker can be trusted any more. */
  broken: boolean;
}

/** One call, to say what its failure is. */
export type FailedCall<C extends Calls> = {
  readonly [Name in keyof C & string]: { name: Name; input: C[Name]['input']; signal: AbortSignal };
}[keyof C & string];

/** In a worker: answers what pages ask of it by `WorkerCalls`. */
export function serveCalls<C extends Calls>(
  answers: Answers<C>,
  failureOf: (error: unknown, call: FailedCall<C>) => FailureWords = (error) => ({
    failure: { message: error instanceof Error ? error.message : String(error) },
    broken: false,
  }),
): void {
  const waiting = new Map<number, AbortController>();
  const reply = (message: CallReply, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

  async function answer(id: number, name: keyof C & string, input: unknown, signal: AbortSignal): Promise<void> {
    try {
      const found = await answers[name](input, { signal, progress: (progress) => reply({ id, progress }) });
      if (found instanceof HandedOver) reply({ id, result: found.result }, found.transfer);
      else reply({ id, result: found });
    } catch (error) {
      reply({ id, ...failureOf(error, { name, input, signal } as FailedCall<C>) });
    } finally {
      waiting.delete(id);
    }
  }

  self.addEventListener('message', ({ data }: MessageEvent<CallMessage>) => {
    if ('cancelled' in data) {
      waiting.get(data.id)?.abort();
      waiting.delete(data.id);
      return;
    }
    const { id, name, input } = data;
    const controller = new AbortController();
    waiting.set(id, controller);
    // Begun a moment later, in the order of the calls: what was cancelled while another was worked out is never begun.
    setTimeout(() => {
      if (!controller.signal.aborted) void answer(id, name, input, controller.signal);
    });
  });
  reply({ awake: true });
}
