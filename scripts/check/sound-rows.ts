import type { Table } from '../../data/contract/column.ts';
import { contract, type TableName } from '../../data/contract/contract.ts';
import type { TableReport } from '../../src/lib/export/manifest.ts';
import { identifier, literal, openDatabase, type Database } from '../engine/database.ts';
import type { RawTable } from '../source/read-table.ts';
import { checkTable, createRejects } from './check-table.ts';
import { judgeSource } from './judge-source.ts';

/** For tests: a row as a file gives it, every value text. */
export type TextRow = Readonly<Record<string, string | null>>;
export type TextTables = Partial<Record<TableName, readonly TextRow[]>>;

export const asOf = '2026-06-30';

/** Rows of every table of which no rule has anything to say. */
export const soundRows = {
  agency: [{ agency_name: 'Department of Small Numbers', as_of: asOf }],
  region: [{ region_id: 'R1', region_name: 'East' }],
  facility: [
    {
      facility_id: 'NORTH',
      facility_name: 'North',
      region_id: 'R1',
      rated_capacity: '10',
      operational_capacity: '10',
      design_capacity: '10',
      opened_date: '1990-05-02',
      closed_date: null,
    },
  ],
  unit: [{ unit_id: 'N1', facility_id: 'NORTH', unit_name: 'North 1' }],
  staff: [
    {
      staff_id: 'ADA',
      staff_name: 'Ada',
      role: 'case_manager',
      start_date: '2020-02-03',
      end_date: null,
      fte: '1',
      certified_until: '2027-01-01',
    },
  ],
  staffing: [
    {
      facility_id: 'NORTH',
      month: '2026-05-01',
      role: 'case_manager',
      authorized_fte: '3',
      filled_fte: '2',
      custody_post_hours: '4',
    },
  ],
  person: [
    { person_id: 'P1', birth_date: '1980-03-04', birth_year: '1980', sex: 'M' },
    { person_id: 'P2', birth_date: '1985-03-04', birth_year: '1985', sex: 'F' },
  ],
  stay: [
    {
      stay_id: 'S1',
      person_id: 'P1',
      admission_date: '2025-01-10',
      sentenced_date: '2025-02-01',
      sentence_months: '24',
      projected_release_date: '2027-01-10',
      release_date: null,
      release_type: null,
    },
    {
      stay_id: 'S2',
      person_id: 'P2',
      admission_date: '2023-01-10',
      sentenced_date: null,
      sentence_months: '24',
      projected_release_date: '2025-01-10',
      release_date: '2025-01-09',
      release_type: 'parole',
    },
  ],
  placement: [{ stay_id: 'S1', facility_id: 'NORTH', start_date: '2025-01-10', end_date: null }],
  assignment: [{ stay_id: 'S1', staff_id: 'ADA', start_date: '2025-01-11', end_date: null }],
  clock_stop: [{ stay_id: 'S1', start_date: '2025-03-11', end_date: '2025-03-14' }],
  designation: [{ facility_id: 'NORTH', direction: 'in', expected_date: '2026-08-01', stay_id: 'S1' }],
  population_count: [
    { count_date: '2026-05-31', facility_id: 'NORTH', region_id: null, sex: null, population: '30' },
    { count_date: '2026-06-30', facility_id: 'NORTH', region_id: null, sex: null, population: '31' },
  ],
  task: [
    {
      task_id: 'T1',
      task_type: 'program_review',
      stay_id: 'S1',
      trigger_date: '2025-02-01',
      due_date: '2025-07-31',
      completed_date: '2025-07-01',
    },
  ],
  task_time: [{ task_type: 'program_review', minutes: '90', measured_on: '2026-03-31', source: 'Time study of 2026' }],
  assessment: [{ stay_id: 'S1', assessed_date: '2025-01-20' }],
  need: [{ stay_id: 'S1', assessed_date: '2025-01-20', domain: 'education', level: 'high' }],
  plan_goal: [
    {
      stay_id: 'S1',
      domain: 'education',
      set_date: '2025-02-01',
      target_date: '2025-08-01',
      closed_date: '2025-07-01',
    },
  ],
  classification: [{ stay_id: 'S1', recommended_date: '2025-02-01', decided_date: '2025-02-03' }],
  contact: [{ stay_id: 'S1', contact_date: '2025-02-01', contact_type: 'family' }],
  quality_check: [
    {
      staff_id: 'ADA',
      checked_date: '2025-02-01',
      items_checked: '10',
      items_returned: '1',
      closed_date: '2025-02-20',
      due_date: '2025-03-01',
    },
  ],
  corrective_action: [
    {
      action_id: 'K1',
      facility_id: 'NORTH',
      subject: 'signatures',
      opened_date: '2025-02-20',
      due_date: '2025-03-20',
      done_date: '2025-03-01',
      verified_date: '2025-03-05',
    },
  ],
  training: [{ staff_id: 'ADA', training_date: '2025-02-01', course: 'first aid', hours: '8' }],
  incident: [{ stay_id: 'S1', incident_date: '2025-02-01' }],
  performance_note: [{ staff_id: 'ADA', note_date: '2025-02-01', element: '2', discussed_date: '2025-02-02' }],
  program: [
    {
      program_id: 'G1',
      program_name: 'School',
      category: 'education',
      intended_days: '90',
      approved_date: '2020-01-02',
    },
  ],
  program_seat: [
    {
      program_id: 'G1',
      facility_id: 'NORTH',
      month: '2026-05-01',
      seats: '12',
      sessions_planned: '8',
      sessions_held: '7',
    },
  ],
  enrollment: [
    {
      enrollment_id: 'E1',
      stay_id: 'S1',
      program_id: 'G1',
      referral_date: '2025-02-01',
      start_date: '2025-03-01',
      end_date: '2025-06-01',
      sessions_offered: '20',
      sessions_attended: '18',
    },
  ],
  release_readiness: [{ stay_id: 'S2', checked_date: '2024-12-10' }],
  follow_up: [{ stay_id: 'S2', day: '30', due_date: '2025-02-08', reached_date: '2025-02-07' }],
  outcome_event: [{ person_id: 'P2', event_date: '2025-05-05', event_type: 'arrest' }],
  release_cohort: [
    {
      release_id: 'R1',
      cohort_year: '2022',
      release_date: '2022-03-03',
      age_at_release: '31',
      months_served: '20',
      prior_stays: '1',
      days_followed: '1095',
      event_type: 'arrest',
      days_to_event: '100',
    },
  ],
  financial_responsibility: [{ stay_id: 'S1', month: '2026-05-01', planned_amount: '25', paid_amount: '25' }],
  release_cost: [{ facility_id: 'NORTH', posted_date: '2025-02-01', category: 'bus', amount: '12.5' }],
  release_budget: [{ facility_id: 'NORTH', fiscal_year: '2026', amount: '1000' }],
  meeting: [
    {
      facility_id: 'NORTH',
      meeting_type: 'case_managers',
      held_date: '2025-02-01',
      minutes_sent_date: '2025-02-03',
    },
  ],
} as const satisfies Record<TableName, readonly TextRow[]>;

export interface CheckedRows {
  report(table: TableName): TableReport;
  rejects: Record<string, string | null>[];
  /** Every finding of a table, as "action: column: sentence (rows)". */
  said(table: TableName): string[];
  rows(sql: string): Promise<Record<string, unknown>[]>;
  /** Checks other rows of one of the tables against the rest as they are: `report`, `said` and `rejects` are of those. */
  again(table: TableName, rows: readonly TextRow[]): Promise<void>;
  close(): void;
}

/** Checks tables as the command does, without files: parents first, then what needs every table. */
export async function checkRows(tables: TextTables, historyFrom: string | null = null): Promise<CheckedRows> {
  const database = await openDatabase({ threads: 1 });
  await database.run('CREATE SCHEMA raw');
  await createRejects(database);
  const supplied: string[] = [];
  const reports = new Map<string, TableReport>();
  const check = async (table: Table, rows: readonly TextRow[], parents: readonly string[]) =>
    checkTable(
      database,
      table,
      await load(database, table, rows),
      table.name === 'agency' ? null : asOf,
      new Set(parents),
      historyFrom,
    );
  const judge = (judged: readonly Table[]) =>
    judgeSource(database, judged, { supplied: new Set(supplied), asOf, matchDays: 30 });
  const add = (found: Awaited<ReturnType<typeof judge>>) => {
    for (const [name, doubts] of found) {
      const report = reports.get(name);
      if (report) report.noted = [...(report.noted ?? []), ...doubts];
    }
  };
  for (const table of contract as readonly Table[]) {
    const rows = tables[table.name as TableName];
    if (!rows) continue;
    reports.set(table.name, await check(table, rows, supplied));
    supplied.push(table.name);
  }
  add(await judge(contract));
  const rejects = async () =>
    (await database.rows(
      'SELECT table_name AS "table", CAST(row_number AS VARCHAR) AS "row", row_key AS "key", column_name AS "column", value, rule, action FROM rejects ORDER BY ALL',
    )) as Record<string, string | null>[];
  const report = (table: TableName) => {
    const found = reports.get(table);
    if (!found) throw new Error(`${table} was not given`);
    return found;
  };
  const checked: CheckedRows = {
    report,
    rejects: await rejects(),
    said(table) {
      const { rules, cleared, noted = [] } = report(table);
      const lines = (action: string, found: typeof rules) =>
        found.map(({ column, meaning, rows }) => `${action}: ${column ?? 'rows'}: ${meaning} (${rows})`);
      return [...lines('reject', rules), ...lines('clear', cleared), ...lines('count', noted)];
    },
    rows: (sql) => database.rows(sql),
    async again(name, rows) {
      const table = (contract as readonly Table[]).find((each) => each.name === name);
      if (!table) throw new Error(`there is no table ${name}`);
      await database.run('DELETE FROM rejects');
      reports.set(name, await check(table, rows, supplied.slice(0, supplied.indexOf(name))));
      add(await judge([table]));
      checked.rejects = await rejects();
    },
    close: () => database.close(),
  };
  return checked;
}

/** Puts rows where `checkTable` finds those of a source. */
async function load(database: Database, table: Table, rows: readonly TextRow[]): Promise<RawTable> {
  const given = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = given.length > 0 ? given : Object.keys(table.columns);
  await database.run(
    `CREATE TABLE raw.${identifier(table.name)} (${columns.map((name) => `${identifier(name)} VARCHAR`).join(', ')})`,
  );
  const values = rows.map(
    (row) => `(${columns.map((name) => (row[name] == null ? 'NULL' : literal(row[name]))).join(', ')})`,
  );
  if (values.length > 0) await database.run(`INSERT INTO raw.${identifier(table.name)} VALUES ${values.join(', ')}`);
  return {
    rows: rows.length,
    columns: new Map(columns.map((name) => [name, 'VARCHAR'])),
    texts: new Map(),
    longest: new Map(),
    timeZone: null,
    warnings: [],
  };
}
