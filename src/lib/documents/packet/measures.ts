import {
  figureOf,
  matrixColumns,
  packetColumns,
  type MatrixColumn,
  type ShownMeasure,
} from '../../measures/figures.ts';
import { findMeasure, type MeasureId } from '../../measures/measures.ts';

/** A table of institutions by measures. */
export interface PacketTable {
  readonly title: string;
  readonly columns: readonly ShownMeasure[];
}

const of = (section: MatrixColumn['section']) => matrixColumns.filter((column) => column.section === section);

export const caseworkTable: PacketTable = { title: 'Casework by institution', columns: of('Casework') };
const isExpected = ({ measure }: ShownMeasure) => figureOf(measure)?.kind === 'expected';

export const programTable: PacketTable = {
  title: 'Programs and release by institution',
  columns: of('Programs and return').filter((column) => !isExpected(column)),
};
/** The same outcomes against what is expected for the mix of people. */
export const expectedTable: PacketTable = {
  title: 'Outcomes against what is expected for the mix, by institution',
  columns: of('Programs and return').filter(isExpected),
};

/** What coordinators answer for (Program Statement 3510.08). */
export const coordinatorTables: readonly PacketTable[] = [
  {
    title: 'Meetings, reviews and notifications by institution',
    columns: packetColumns('meetings'),
  },
  {
    title: 'Staff, money and placement by institution',
    columns: packetColumns('staff'),
  },
];

/** The first section has a table of its own, with capacity and projection. */
export const populationColumns: PacketTable['columns'] = of('Population');

export const packetMeasures: readonly MeasureId[] = [
  ...[
    populationColumns,
    caseworkTable.columns,
    programTable.columns,
    expectedTable.columns,
    ...coordinatorTables.map(({ columns }) => columns),
  ]
    .flat()
    .map(({ measure }) => measure),
];

/** The measure drawn by month. */
export const trendMeasure = 'timeliness' satisfies MeasureId;

/** What the figure of a measure is called. */
export function labelOf(id: string): string {
  return figureOf(id)?.label ?? findMeasure(id)?.label ?? id;
}
