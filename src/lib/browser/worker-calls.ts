/** What a page may ask of a worker: by name, what it gives and what comes back, and what is said meanwhile. */
export type Calls = Readonly<Record<string, { input: unknown; result: unknown; progress?: unknown }>>;

/** What a page says to a worker. A call that is cancelled may still be answered: nobody hears it. */
export type CallMessage = { id: number; name: string; input: unknown } | { id: number; cancelled: true };

/** What a worker says. `awake` comes once, before any call is looked at. */
export type CallReply =
  | { awake: true }
  | { id: number; progress: unknown }
  | { id: number; result: unknown }
  /** `broken` where the worker cannot be used any more. */
  | { id: number; failure: CallFailure; broken: boolean };

/** An error as it crosses from a worker: its message, and what sort of failure it is where that matters. */
export interface CallFailure {
  message: string;
  kind?: string | undefined;
}

export interface CallOptions<Progress> {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

export interface WorkerOptions {
  /** The error all calls end with when the worker is lost: 'stopped' or 'did not start'. */
  lost: (how: string) => Error;
  /** What a failure of one call is, as an error; without it, an Error with its message. */
  failed?: (failure: CallFailure) => Error;
  /**
   * Whether a call that is cancelled ends the worker, which would go on with what nobody waits for. Only for a worker that
   * has one call at a time: others would end with the reason of a signal that is not theirs.
   */
  cancelEnds?: boolean;
  /** Milliseconds after which a worker that has not said a word counts as lost: a script that never arrives raises no event. */
  timeoutMs?: number;
}

interface Waiting {
  settle: () => void;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  onProgress: ((progress: never) => void) | undefined;
}

/** One worker at a time, started at the first call; a worker that was lost or ended is replaced at the next. */
export class WorkerCalls<C extends Calls> {
  readonly #create: () => Worker;
  readonly #options: WorkerOptions;
  #worker: Worker | null = null;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #ids = 0;

  constructor(create: () => Worker, options: WorkerOptions) {
    this.#create = create;
    this.#options = options;
  }

  /** Whether there is a worker, at work or waiting for some. */
  get open(): boolean {
    return this.#worker !== null;
  }

  /** Starts the worker before there is anything to ask. */
  start(): void {
    this.#worker ??= this.#begin();
  }

  /**
   * Asks the worker. Rejects with the signal's reason once it is aborted, and the worker is told; with what the worker
   * failed with; or with `lost`.
   */
  call<const Name extends keyof C & string>(
    name: Name,
    input: C[Name]['input'],
    { signal, onProgress }: CallOptions<C[Name]['progress']> = {},
    transfer: Transferable[] = [],
  ): Promise<C[Name]['result']> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const worker = (this.#worker ??= this.#begin());
    const id = (this.#ids += 1);
    const send = (message: CallMessage, given: Transferable[] = []) => worker.postMessage(message, given);
    return new Promise((resolve, reject) => {
      const stop = () => {
        if (this.#options.cancelEnds) return this.end(signal?.reason);
        this.#waiting.delete(id);
        send({ id, cancelled: true });
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', stop, { once: true });
      const settle = () => signal?.removeEventListener('abort', stop);
      this.#waiting.set(id, { settle, resolve, reject, onProgress });
      try {
        send({ id, name, input }, transfer);
      } catch (error) {
        // What cannot be sent is asked of nobody.
        this.#waiting.delete(id);
        settle();
        throw error;
      }
    });
  }

  /** Ends the worker; whoever waits for it hears why. */
  end(why: unknown): void {
    clearTimeout(this.#watchdog);
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { settle, reject } of waiting) {
      settle();
      reject(why);
    }
  }

  #begin(): Worker {
    const worker = this.#create();
    const lost = (how: string) => {
      if (this.#worker === worker) this.end(this.#options.lost(how));
    };
    worker.addEventListener('error', () => lost('stopped'));
    worker.addEventListener('message', ({ data }: MessageEvent<CallReply>) => {
      if (this.#worker !== worker) return;
      clearTimeout(this.#watchdog);
      if ('id' in data) this.#receive(data);
    });
    const { timeoutMs } = this.#options;
    if (timeoutMs !== undefined) this.#watchdog = setTimeout(() => lost('did not start'), timeoutMs);
    return worker;
  }

  #receive(reply: Exclude<CallReply, { awake: true }>): void {
    const waiting = this.#waiting.get(reply.id);
    if ('progress' in reply) {
      waiting?.onProgress?.(reply.progress as never);
      return;
    }
    this.#waiting.delete(reply.id);
    waiting?.settle();
    if ('result' in reply) {
      waiting?.resolve(reply.result);
      return;
    }
    const error = this.#options.failed?.(reply.failure) ?? new Error(reply.failure.message);
    waiting?.reject(error);
    if (reply.broken) this.end(error);
  }
}
