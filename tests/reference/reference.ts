/** Reads R's answers and the data sets they were made from (see README.md). */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

export interface SurvivalAnswer {
  strata: string;
  time: number;
  n_risk: number;
  surv: number;
  se: number;
  lower: number;
  upper: number;
}

export interface Reference {
  lung: {
    km: SurvivalAnswer[];
    km_by_sex: SurvivalAnswer[];
    median: number;
    rmst_365: number;
    logrank_sex: { chisq: number; p: number };
    logrank_sex_by_ecog: { chisq: number };
  };
  heart: { km_delayed_entry: SurvivalAnswer[] };
  tiny: { data: { time: number; event: 0 | 1 }[]; km: SurvivalAnswer[] };
  proportions: { x: number; n: number; wilson: [number, number]; exact: [number, number] }[];
  oe: { o: number; e: number; exact: [number, number] }[];
}

function text(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

export function readReference(): Reference {
  return JSON.parse(text('reference.json')) as Reference;
}

/** The rows of one of the data sets; a missing value ('NA') is null. */
export function readNumbers<Column extends string>(name: 'lung.csv' | 'heart.csv'): Record<Column, number | null>[] {
  const [header = '', ...lines] = text(name).trim().split('\n');
  const cells = (line: string): string[] => line.split(',').map((cell) => cell.replaceAll('"', ''));
  const columns = cells(header) as Column[];
  return lines.map((line) => {
    const values = cells(line).map((cell) => (cell === 'NA' ? null : Number(cell)));
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null])) as Record<
      Column,
      number | null
    >;
  });
}

/** Equal to a relative 1e-9, or exactly where 0 is expected. */
export function expectClose(actual: number | null | undefined, expected: number, relative = 1e-9): void {
  if (typeof actual !== 'number') throw new Error(`expected about ${expected}, got ${String(actual)}`);
  const error = expected === 0 ? Math.abs(actual) : Math.abs(actual / expected - 1);
  expect(error, `${actual} should be ${expected} to a relative ${relative}`).toBeLessThanOrEqual(
    expected === 0 ? 0 : relative,
  );
}
