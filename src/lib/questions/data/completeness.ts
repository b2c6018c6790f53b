import { agencyPart } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { sql, statement } from '../sql.ts';

export interface Completeness {
  table_name: string;
  /** Null: the rows themselves. */
  field: string | null;
  month: string;
  rows: number;
  filled: number;
}

export const dataCompleteness = question({
  id: 'data/completeness',
  title: 'Completeness by month and field',
  description:
    'How many rows each table has in each month of the period, and in how many of them each optional field is filled.',
  columns: [
    { name: 'table_name', kind: 'text', meaning: 'Contract table' },
    { name: 'field', kind: 'text', meaning: 'Optional field; null for the rows themselves' },
    { name: 'month', kind: 'month', meaning: 'First day of the month' },
    { name: 'rows', kind: 'count', meaning: 'Rows in the month' },
    { name: 'filled', kind: 'count', meaning: 'Rows in which the field is filled' },
  ],
  parameters: [{ name: 'table', kind: 'text', meaning: 'Only this table' }],
  by: [],
  scopes: ['agency'],
  needs: () => agencyPart('completeness'),
  statements: (request) => [
    statement(sql`
      SELECT table_name, field, CAST(month AS VARCHAR) AS month, rows, filled
      FROM completeness
      WHERE month >= CAST(${request.period.from} AS DATE) AND month < CAST(${request.period.to} AS DATE)
        AND table_name = coalesce(CAST(${(request.params.table as string | undefined) ?? null} AS VARCHAR), table_name)
      ORDER BY table_name, field NULLS FIRST, month`),
  ],
  rows: ([found = []]): Completeness[] => found as unknown as Completeness[],
});
