/**
 * Where the time of a figure goes, for maintainers: every step from the first byte of the engine to the drawn chart as a
 * measure of the browser's own timeline. Off unless the page was opened with `?trace`; then a step costs a few
 * microseconds, and its measures stay until the page is left.
 */

/** The steps, in the order a figure goes through them. */
export const steps = [
  'engine fetched',
  'engine compiled',
  'engine open',
  'files listed',
  'part fetched',
  'part verified',
  'part decoded',
  'part inserted',
  'queried',
  'analysed',
  'drawn',
] as const;

export type Step = (typeof steps)[number];

/** One step of one thing: a file, a statement, a panel. Milliseconds since the page was opened. */
export interface TracedStep {
  step: Step;
  /** What it was done to: the name of a file, the text of a statement, the key of a panel. */
  of: string;
  from: number;
  to: number;
}

/** A step as a worker tells it: milliseconds since 1970, for a worker's clock begins with the worker. */
export interface WorkerStep {
  step: Step;
  from: number;
  to: number;
}

const prefix = 'caseboard ';

const tracing = typeof location !== 'undefined' && new URLSearchParams(location.search).has('trace');

/** Whether this page keeps a trace. */
export function isTraced(): boolean {
  return tracing;
}

/** Notes a step that began at `from`, a reading of `performance.now()`, and ends now. */
export function traced(step: Step, of: string, from: number, to = performance.now()): void {
  if (tracing) performance.measure(prefix + step, { start: from, end: to, detail: of });
}

/** Does some work and notes how long it took; a failure is noted like a success. */
export async function timed<Value>(step: Step, of: string, work: () => Promise<Value>): Promise<Value> {
  const from = performance.now();
  try {
    return await work();
  } finally {
    traced(step, of, from);
  }
}

/** Notes what a worker did. */
export function tracedInWorker(of: string, done: readonly WorkerStep[]): void {
  for (const { step, from, to } of done) {
    traced(step, of, Math.max(0, from - performance.timeOrigin), Math.max(0, to - performance.timeOrigin));
  }
}

/** Every step noted so far, by when it began. */
export function tracedSteps(): TracedStep[] {
  return (performance.getEntriesByType('measure') as PerformanceMeasure[])
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, startTime, duration, detail }) => ({
      step: name.slice(prefix.length) as Step,
      of: String(detail),
      from: startTime,
      to: startTime + duration,
    }));
}

/** What a step cost in all. */
export interface StepTotal {
  step: Step;
  times: number;
  /** When the first began and the last ended, in milliseconds since the page was opened. */
  first: number;
  last: number;
  /** The milliseconds of all, added up: more than from first to last where they ran side by side. */
  sum: number;
}

/** One row a step, in the order of `steps`; steps that never happened are left out. */
export function stepTotals(done: readonly TracedStep[]): StepTotal[] {
  return steps.flatMap((step) => {
    const own = done.filter((each) => each.step === step);
    if (own.length === 0) return [];
    return {
      step,
      times: own.length,
      first: Math.min(...own.map(({ from }) => from)),
      last: Math.max(...own.map(({ to }) => to)),
      sum: own.reduce((total, { from, to }) => total + to - from, 0),
    };
  });
}
