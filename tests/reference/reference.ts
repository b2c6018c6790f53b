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
    cox_efron: { coef: number[]; se: number[]; lr: number; concordance: number };
    cox_breslow: { coef: number[] };
  };
  mgus2: {
    aj_est: number[][];
    aj_var: number[][];
    aj_by_sex_est: number[][];
    aj_by_sex_var: number[][];
    gray: [statistic: number, p: number, df: number][];
    naive_1_minus_km_event1: number[];
  };
  logistic: { coef: number[]; se: number[]; deviance: number };
  heart: { km_delayed_entry: SurvivalAnswer[] };
  tiny: { data: { time: number; event: 0 | 1 }[]; km: SurvivalAnswer[] };
  proportions: { x: number; n: number; wilson: [number, number]; exact: [number, number] }[];
  oe: { o: number; e: number; exact: [number, number] }[];
}

interface CoxAnswer {
  coef: number[];
  se: number[];
  loglik: [number, number];
  score: number;
  wald: number;
}

interface HazardsAnswer {
  chisq: number[];
  df: number[];
  p: number[];
}

/** What make_survival.R says. */
export interface SurvivalReference {
  nelson_aalen: { time: number[]; cumhaz: number[]; se: number[] };
  rmst_by_sex: { mean: number[]; se: number[] };
  cox: {
    lung: CoxAnswer & { zph_km: HazardsAnswer; zph_identity: HazardsAnswer };
    lung_ecog: CoxAnswer & { zph_km: HazardsAnswer };
    lung_strata: CoxAnswer & { zph_km: HazardsAnswer };
    heart: CoxAnswer & { zph_km: HazardsAnswer };
    heart_breslow: CoxAnswer;
    lung_tied: CoxAnswer & { zph_km: HazardsAnswer; concordance: number };
    lung_tied_breslow: CoxAnswer;
  };
  competing: {
    gray: [statistic: number, p: number, df: number][];
    gray_strata: [statistic: number, p: number, df: number][];
    est: (number | 'NA')[][];
    var: (number | 'NA')[][];
  };
  att: {
    people: [treated: number, comparison: number];
    treated: number;
    comparison: number;
    ess: number;
    propensity: [number, number];
    smd: { before: number; after: number }[];
    weighted_km: number[];
  };
}

interface ByPersonAnswer {
  coef: number | number[];
  se: number | number[];
  wald: number;
  score: number;
  naive: number | number[];
}

/** What make_clustered.R says of releases.csv. */
export interface ClusteredReference {
  km: {
    time: number[];
    surv: number[];
    se: number[];
    cumhaz: number[];
    se_cumhaz: number[];
    mean_error_100: number;
  };
  aj: { time: number[]; incidence: number[][]; se: number[][] };
  cuminc: { est: number[][]; var: number[][]; net_est: number[][]; net_var: number[][] };
  gray_first: [statistic: number, p: number, df: number];
  cox: Record<'efron' | 'breslow' | 'strata' | 'heart', ByPersonAnswer>;
  aliased: { coef: (number | null)[]; se: number[]; lr: number; df: number };
  no_event: { coef: number; se: number; coef_with_the_group: number };
  fine_gray: { score: number; coef: number; se: number };
  length_of_stay: { months: number[]; at_risk: number[]; remaining: number[]; lower: number[]; upper: number[] };
}

type DataSet = 'lung.csv' | 'heart.csv' | 'lung_patterns.csv';

function text(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

export function readReference(): Reference {
  return JSON.parse(text('reference.json')) as Reference;
}

export function readSurvivalReference(): SurvivalReference {
  return JSON.parse(text('survival.json')) as SurvivalReference;
}

export function readClusteredReference(): ClusteredReference {
  return JSON.parse(text('clustered.json')) as ClusteredReference;
}

/** Releases of releases.csv: weeks to the first event and its kind (0 none, 1 new sentence, 2 technical, 3 death). */
export function readReleases(): { person: number; week: number; kind: number; arm: number; risk: string }[] {
  const [, ...lines] = text('releases.csv').trim().split('\n');
  return lines.map((line) => {
    const [person, week, kind, arm, risk = ''] = line.split(',');
    return { person: Number(person), week: Number(week), kind: Number(kind), arm: Number(arm), risk };
  });
}

/** Stays of stays.csv: first day, and day of release where there was one. */
export function readStays(): { admitted: string; released: string | null }[] {
  const [, ...lines] = text('stays.csv').trim().split('\n');
  return lines.map((line) => {
    const [admitted = '', released = ''] = line.split(',');
    return { admitted, released: released === '' ? null : released };
  });
}

/** The people of mgus2.csv: months to progression (1), death (2) or the end of follow-up (0). */
export function readMgus2(): { etime: number; etype: number; sex: string; age: number }[] {
  const [, ...lines] = text('mgus2.csv').replaceAll('"', '').trim().split('\n');
  return lines.map((line) => {
    const [etime, etype, sex = '', age] = line.split(',');
    return { etime: Number(etime), etype: Number(etype), sex, age: Number(age) };
  });
}

/** The people of treated.csv: lung data with an exposure, its outcome within a year and two covariates. */
export function readTreated(): {
  treated: boolean;
  y: boolean;
  time: number;
  event: boolean;
  band: string;
  ecog: string;
}[] {
  const [, ...lines] = text('treated.csv').trim().split('\n');
  return lines.map((line) => {
    const [treated, y, time, event, band = '', ecog = ''] = line.split(',');
    return { treated: treated === '1', y: y === '1', time: Number(time), event: event === '1', band, ecog };
  });
}

/** The releases of releases_compared.csv, each as a map of what is recorded of it; 'NA' is not recorded. */
export function readCompared(): ReadonlyMap<string, string>[] {
  const [head = '', ...lines] = text('releases_compared.csv').trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => new Map(line.split(',').map((cell, at) => [names[at] ?? '', cell])));
}

/** The rows of one of the data sets; a missing value ('NA') is null. */
export function readNumbers<Column extends string>(name: DataSet): Record<Column, number | null>[] {
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
