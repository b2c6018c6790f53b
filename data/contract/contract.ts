import type { Table } from './column.ts';
import * as casework from './casework.ts';
import * as people from './people-and-stays.ts';
import * as programs from './programs-and-release.ts';
import * as where from './who-and-where.ts';

/**
 * The source contract: every table an agency can supply, parents before the tables that refer to them.
 * Checks, rejects, completeness, glossary and types are read off this list.
 */
export const contract = [
  where.agency,
  where.region,
  where.facility,
  where.unit,
  where.staff,
  where.staffing,
  people.person,
  people.stay,
  people.placement,
  people.assignment,
  people.clockStop,
  people.designation,
  people.populationCount,
  casework.task,
  casework.taskTime,
  casework.assessment,
  casework.need,
  casework.planGoal,
  casework.classification,
  casework.contact,
  casework.qualityCheck,
  casework.correctiveAction,
  casework.training,
  casework.incident,
  casework.performanceNote,
  programs.program,
  programs.programSeat,
  programs.enrollment,
  programs.releaseReadiness,
  programs.followUp,
  programs.outcomeEvent,
  programs.releaseCohort,
  programs.financialResponsibility,
  programs.releaseCost,
  programs.releaseBudget,
  programs.meeting,
] as const satisfies readonly Table[];

export type TableName = (typeof contract)[number]['name'];

/** A column of a table, as `table.column`. */
export type ContractColumn = {
  [Each in (typeof contract)[number] as Each['name']]: `${Each['name']}.${keyof Each['columns'] & string}`;
}[TableName];

const byName = new Map<string, Table>(contract.map((table) => [table.name, table]));

/** Fields that are empty until something happens (an end, a result), by table. */
export const laterFields: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  (contract as readonly Table[]).map(({ name, columns }) => [
    name,
    Object.keys(columns).filter((column) => columns[column]?.later),
  ]),
);

/** The definition of a table, or undefined where the contract has none of that name. */
export function contractTable(name: string): Table | undefined {
  return byName.get(name);
}
