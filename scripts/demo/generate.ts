/** The demonstration agency: a whole source folder from a seed. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { assignCases } from './assignment.ts';
import { simulateCareers } from './career.ts';
import type { Placement, Stay } from './stay.ts';
import { openCaseFile } from './casefile.ts';
import { caseworkWriter } from './casework.ts';
import { tablePlans, type TableName } from './columns.ts';
import { AGENCY_NAME } from './vocabulary.ts';
import { isoDate } from './day.ts';
import { writeDesignations } from './designation.ts';
import { enrollmentWriter, seatUse } from './enrollment.ts';
import { buildAgency, type Agency } from './facility.ts';
import { simulatePlacements } from './placement.ts';
import { differByRegion } from './region-returns.ts';
import { writePeople, writeReference, writeStay } from './reference.ts';
import { releaseWriter } from './release.ts';
import { CUSTODY_LEVELS, scenarioOf, type DemoSize, type Scenario } from './scenario.ts';
import { buildStaff } from './staff.ts';
import { writeStaffWork } from './staffwork.ts';
import { asFlag, openTable, type TableWriter } from './table.ts';
import { taskMaker } from './task.ts';
import { truthOf } from './truth.ts';
import { writeTable, type WrittenTable } from './write.ts';
import { sealDemonstration } from '../source/demonstration.ts';

export interface DemoOptions {
  size: DemoSize;
  seed: number;
  /** The source folder; replaced as a whole, and only when everything has been written. */
  out: string;
  /** The same true rate for every case manager (the null scenario of the fair comparison). */
  equalCaseManagers?: boolean;
  /** 'none': people are selected into programs, but no program changes anything. */
  programEffects?: 'planted' | 'none';
  /** What the hazard of return after a release from one region is multiplied by; 1, where no region differs. */
  regionReturns?: number;
  report?: (line: string) => void;
  signal?: AbortSignal;
}

export interface DemoSummary {
  out: string;
  asOf: string;
  historyFrom: string;
  /** People in custody on the last day. */
  population: number;
  people: number;
  stays: number;
  /** Rows of each data file, faulty ones included. */
  rows: Record<string, number>;
  /** Faulty rows by table and rule. */
  faults: Record<string, Record<string, number>>;
}

/**
 * Writes the source folder of a demonstration agency. The same options give the same bytes. Throws when the folder
 * cannot be written or the signal aborts; an earlier folder is then left as it was.
 */
export async function generateDemo(options: DemoOptions): Promise<DemoSummary> {
  const out = resolve(options.out);
  const partial = join(dirname(out), `.${basename(out)}.partial`);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    const summary = await generateInto(partial, out, options);
    replaceFolder(partial, out);
    return summary;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Stays between two looks at the abort signal, and at the tables being written. */
const PAUSE = 2000;

async function generateInto(folder: string, out: string, options: DemoOptions): Promise<DemoSummary> {
  const { report = () => {}, signal } = options;
  const scenario = scenarioOf(
    options.size,
    options.seed,
    options.equalCaseManagers ?? false,
    options.programEffects !== 'none',
    options.regionReturns,
  );
  const step = (line: string) => {
    signal?.throwIfAborted();
    report(line);
  };

  step('people and their stays');
  const drawn = simulateCareers(scenario);
  step(`${drawn.people.length} people, ${drawn.stays.length} stays: placing them`);
  const agency = buildAgency(scenario);
  const placed = { ...drawn, paths: simulatePlacements(scenario, agency, drawn.stays) };
  const { people, stays, paths } = scenario.regionReturns === 1 ? placed : differByRegion(scenario, agency, placed);
  const staffing = buildStaff(scenario, agency);
  assignCases(scenario, staffing, stays);

  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  // A connection does one thing at a time; rows are still being appended while finished tables are written.
  const writing = await instance.connect();
  // DuckDB writes files on threads of its own, so finished tables are on their way while the next are drawn.
  const written: Partial<Record<TableName, Promise<WrittenTable>>> = {};
  try {
    const plans = tablePlans(scenario, agency);
    const names = Object.keys(plans) as TableName[];
    const tables = {} as Record<TableName, TableWriter>;
    for (const name of names) tables[name] = await openTable(connection, name, plans[name].columns);

    const write = (...finished: TableName[]) => {
      for (const name of finished) {
        step(`${name}: ${tables[name].rows} rows`);
        const before = Object.values(written).at(-1);
        written[name] = (before ?? Promise.resolve()).then(() => {
          signal?.throwIfAborted();
          return writeTable(writing, scenario, folder, name, plans[name], tables[name]);
        });
        // A failure is reported where the tables are awaited.
        written[name].catch(() => {});
      }
    };

    for (const stay of stays) {
      writeStay(scenario, stay, tables.stay);
      writePlacements(stay.id, stay.placements, tables.placement);
      for (const { staff, start, end } of stay.assignments) tables.assignment.add(stay.id, staff, start, end);
    }
    writePeople(scenario, people, tables.person);
    write('person', 'stay', 'placement', 'assignment');

    step('casework');
    const seats = seatUse(scenario);
    const tasks = taskMaker(scenario, staffing, tables.task);
    const writeCasework = caseworkWriter(scenario, staffing, tables, tasks);
    const writeEnrollments = enrollmentWriter(scenario, tables.enrollment, seats);
    const writeRelease = releaseWriter(scenario, tables, tasks);
    const following = nextStays(stays);
    for (const stay of stays) {
      if (stay.id % PAUSE === PAUSE - 1) {
        await new Promise((resume) => setImmediate(resume));
        signal?.throwIfAborted();
      }
      const file = openCaseFile(scenario, stay, paths[stay.id]!);
      writeCasework(file);
      writeEnrollments(file);
      writeRelease(file, following[stay.id]);
    }
    writeStaffWork(scenario, agency, staffing, tables, tasks);
    writeDesignations(scenario, agency, stays, tables.designation);
    writeReference(scenario, agency, staffing, seats, tables);
    write(...names.filter((name) => !(name in written)));
    const entries = await Promise.all(names.map(async (name) => [name, await written[name]!] as const));
    const truth = truthOf({ scenario, agency, staffing, stays, tasks, tables: Object.fromEntries(entries) });
    writeJson(join(folder, 'truth.json'), truth);
    writeJson(join(folder, 'source.json'), sourceDescription(scenario, agency));
    await sealDemonstration(folder);
    return {
      out,
      asOf: isoDate(scenario.asOf),
      historyFrom: isoDate(scenario.windowStart),
      population: agency.facilities.reduce((sum, facility) => sum + facility.population, 0),
      people: people.length,
      stays: stays.length,
      rows: truth.rows,
      faults: truth.faults,
    };
  } finally {
    // A connection must not be closed under a statement that is still running.
    await Promise.allSettled(Object.values(written));
    writing.closeSync();
    connection.closeSync();
    instance.closeSync();
  }
}

function writePlacements(stay: number, placements: Placement[], table: TableWriter): void {
  for (const p of placements) {
    table.add(stay, p.facility, p.unit, p.level, p.scored, asFlag(p.managementVariable), p.start, p.end);
  }
}

/** For every stay the same person's next one. */
function nextStays(stays: Stay[]): (Stay | undefined)[] {
  const latest = new Map<number, Stay>();
  const next: (Stay | undefined)[] = new Array(stays.length);
  for (let i = stays.length - 1; i >= 0; i--) {
    const stay = stays[i]!;
    next[i] = latest.get(stay.person.id);
    latest.set(stay.person.id, stay);
  }
  return next;
}

function sourceDescription(scenario: Scenario, agency: Agency) {
  return {
    agency_name: AGENCY_NAME,
    abbreviation: 'SDC-D',
    engine: 'duckdb',
    demonstration: true,
    marking: 'Demonstration data. No real people, staff or institutions.',
    fiscal_year_start_month: 10,
    custody_levels: CUSTODY_LEVELS,
    history_from: isoDate(scenario.windowStart),
    annotations: [
      { date: isoDate(scenario.asOf - 452), text: 'A new policy statement on program reviews came into force.' },
      {
        date: isoDate(scenario.asOf - 300),
        text: 'A housing unit was closed for repairs.',
        facility: agency.facilities[0]?.code,
      },
      { date: isoDate(scenario.asOf - 163), text: 'Influenza: group programs paused for three weeks.' },
    ],
  };
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** The old folder stays readable until the new one is complete. */
function replaceFolder(partial: string, out: string): void {
  const old = join(dirname(out), `.${basename(out)}.old`);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(out)) renameSync(out, old);
  renameSync(partial, out);
  rmSync(old, { recursive: true, force: true });
}
