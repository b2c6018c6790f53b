import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import type { StepTotal } from '../../src/lib/engine/trace.ts';
import type { Figure } from './figure.ts';

/** Runs of the past, the newest last. Machines differ: compare the ratios. */
const runsFile = 'docs/benchmark-runs.json';

export interface Run {
  on: string;
  commit: string;
  machine: { processor: string; cores: number; memory_gb: number };
  figures: Figure[];
  /** What each step cost until the first filter was drawn, by page. */
  steps: Record<string, StepTotal[]>;
}

/** Adds a run to those of the past; nothing of it says where on the machine anything lies. */
export async function recordRun(figures: readonly Figure[], steps: Run['steps']): Promise<string> {
  const past = existsSync(runsFile) ? (JSON.parse(await readFile(runsFile, 'utf8')) as Run[]) : [];
  const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  const [processor] = cpus();
  const run: Run = {
    on: new Date().toISOString().slice(0, 10),
    commit: stdout.trim(),
    machine: {
      processor: processor?.model ?? 'unknown',
      cores: cpus().length,
      memory_gb: toTwoDigits(totalmem() / 2 ** 30),
    },
    figures: figures.map((figure) => ({ ...figure, value: toTwoDigits(figure.value) })),
    steps,
  };
  await writeFile(runsFile, `${JSON.stringify([...past, run], rounded, 1)}\n`);
  return runsFile;
}

function toTwoDigits(value: number): number {
  // eslint-disable-next-line no-restricted-syntax -- for the size of the file, not for a reader
  return Number(value.toFixed(2));
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? toTwoDigits(value) : value;
}
