import type { ComparisonInput, ProgramComparison } from '../analysis/program-comparison/comparison.ts';
import type { ComparisonCalls, ComparisonProgress } from '../analysis/program-comparison/run.ts';
import { WorkerCalls } from '../browser/worker-calls.ts';
import { MissingTables, missingTables } from '../questions/ask.ts';
import type { ComparedLine, ComparisonAccount } from '../questions/programs/comparison.ts';
import type { Request } from '../questions/question.ts';
import type { Dataset } from './dataset.svelte.ts';
import type { QueryEngine } from './engine.svelte.ts';

export interface ComparedProgram {
  account: ComparisonAccount;
  lines: { line: ComparedLine; found: ProgramComparison }[];
}

/** Cancelled by the reader, or by a newer comparison. */
const cancelled = 'Cancelled. Nothing was worked out.';

/**
 * The outcome comparison of a program: people counted by the engine, then weighted and drawn anew in a worker, with
 * progress. Latest wins; cancelling ends the worker at once.
 */
export class ComparisonRun {
  status = $state<'idle' | 'running' | 'ready' | 'failed'>('idle');
  message = $state<string | null>(null);
  step = $state<string | null>(null);
  progress = $state.raw<ComparisonProgress | null>(null);
  result = $state.raw<ComparedProgram | null>(null);
  /** Version of the data the result was counted on. */
  dataset = $state<string | null>(null);
  readonly #dataset: Dataset;
  readonly #engine: QueryEngine;
  #controller: AbortController | null = null;

  constructor(dataset: Dataset, engine: QueryEngine) {
    this.#dataset = dataset;
    this.#engine = engine;
  }

  cancel(): void {
    if (this.status !== 'running') return;
    this.#controller?.abort();
    this.#fail(cancelled);
  }

  close(): void {
    this.#controller?.abort();
  }

  async start(request: Request): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    this.status = 'running';
    this.message = null;
    this.progress = null;
    this.result = null;
    this.step = 'Counting people by what is recorded of them';
    try {
      const result = await this.#run(request, signal);
      if (signal.aborted) return;
      this.result = result;
      this.dataset = request.dataset.version;
      this.status = 'ready';
    } catch (error) {
      if (signal.aborted) return;
      this.#fail(
        error instanceof MissingTables || error instanceof Error ? error.message : 'The comparison could not be made.',
      );
    }
  }

  async #run(request: Request, signal: AbortSignal): Promise<ComparedProgram> {
    const [question, engine, { marts }] = await Promise.all([
      import('../questions/programs/comparison.ts'),
      this.#engine.start({ signal }),
      this.#dataset.files(),
    ]);
    const { programComparison, comparisonStatements, comparisonInput, accountOf, recordedCovariates, horizonOf } =
      question;
    const missing = missingTables(programComparison, request, marts);
    if (missing.length > 0) throw new MissingTables(programComparison, missing);
    await engine.load(programComparison.needs(request), { signal });
    const [people, accounts] = comparisonStatements(request);
    if (!people || !accounts) throw new Error('the comparison asks nothing');
    const rows = await engine.query(people.sql, people.bindings, { signal });
    const [account] = await engine.query(accounts.sql, accounts.bindings, { signal });
    const counted = { rows, account, horizon: horizonOf(request) };
    const lines: ComparedProgram['lines'] = [];
    for (const line of ['started', 'completed'] as const) {
      this.step = line === 'started' ? 'Everybody who began' : 'Only those who completed';
      const input = comparisonInput(counted, recordedCovariates(request), line);
      lines.push({ line, found: await this.#inWorker(input, signal) });
    }
    return { account: accountOf(account), lines };
  }

  async #inWorker(input: ComparisonInput, signal: AbortSignal): Promise<ProgramComparison> {
    const worker = new WorkerCalls<ComparisonCalls>(
      () =>
        new Worker(new URL('../analysis/program-comparison/comparison.worker.ts', import.meta.url), { type: 'module' }),
      {
        lost: () =>
          new Error('The comparison stopped unexpectedly. Change anything, or reload the page, to try again.'),
        cancelEnds: true,
      },
    );
    try {
      return await worker.call('compare', input, { signal, onProgress: (progress) => (this.progress = progress) });
    } finally {
      worker.end(undefined);
    }
  }

  #fail(message: string): void {
    this.status = 'failed';
    this.message = message;
    this.progress = null;
  }
}
