import type { CallFailure, CallMessage, CallReply, Calls } from './worker-calls.ts';

export interface AnswerOptions<Progress> {
  /** Aborted when nobody waits for the result any more. */
  signal: AbortSignal;
  progress: (progress: Progress) => void;
}

type Given<Result> = Result | HandedOver<Result>;

type Answers<C extends Calls> = {
  readonly [Name in keyof C]: (
    input: C[Name]['input'],
    options: AnswerOptions<C[Name]['progress']>,
  ) => Given<C[Name]['result']> | Promise<Given<C[Name]['result']>>;
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
export function answerCalls<C extends Calls>(
  answers: Answers<C>,
  failureOf: (error: unknown, call: FailedCall<C>) => FailureWords = (error) => ({
    failure: { message: error instanceof Error ? error.message : String(error) },
    broken: false,
  }),
): void {
  const underWay = new Map<number, AbortController>();
  const reply = (message: CallReply, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

  async function answer(id: number, name: keyof C & string, input: unknown): Promise<void> {
    const controller = new AbortController();
    underWay.set(id, controller);
    const { signal } = controller;
    try {
      const found = await answers[name](input, { signal, progress: (progress) => reply({ id, progress }) });
      if (found instanceof HandedOver) reply({ id, result: found.result }, found.transfer);
      else reply({ id, result: found });
    } catch (error) {
      reply({ id, ...failureOf(error, { name, input, signal } as FailedCall<C>) });
    } finally {
      underWay.delete(id);
    }
  }

  self.addEventListener('message', ({ data }: MessageEvent<CallMessage>) => {
    if ('cancelled' in data) underWay.get(data.id)?.abort();
    else void answer(data.id, data.name, data.input);
  });
  reply({ awake: true });
}
