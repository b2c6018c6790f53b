import { agencyPart } from '../population/stock-sql.ts';
import { programParameters, ofProgram } from './enrollments.ts';
import { question } from '../question.ts';
import { sql, statement } from '../sql.ts';
import { programScopes } from '../scope.ts';

export interface ProgramEntry {
  program_id: string;
  name: string;
  category: string;
  intended_days: number | null;
  partner: string | null;
  restricted: boolean;
}

export const programList = question({
  id: 'programs/list',
  title: 'Programs',
  description: 'The programs of the agency, by name.',
  columns: [
    { name: 'program_id', kind: 'text', meaning: 'Identifies the program' },
    { name: 'name', kind: 'text', meaning: 'Name' },
    { name: 'category', kind: 'text', meaning: 'Kind of program' },
    { name: 'intended_days', kind: 'count', meaning: 'Intended length in days' },
    { name: 'partner', kind: 'text', meaning: 'Partner organisation' },
    { name: 'restricted', kind: 'text', meaning: 'Alcohol and drug or sex-offense treatment: most protected' },
  ],
  parameters: programParameters,
  by: [],
  scopes: programScopes,
  needs: () => agencyPart('program_name'),
  statements: (request) => [
    statement(sql`
      SELECT program_id, program_name, program_category, intended_days, partner, restricted
      FROM program_name
      WHERE ${ofProgram(request)}
      ORDER BY program_name, program_id`),
  ],
  rows: ([found = []]): ProgramEntry[] =>
    found.map((row) => ({
      program_id: String(row.program_id),
      name: String(row.program_name),
      category: String(row.program_category),
      intended_days: row.intended_days === null ? null : Number(row.intended_days),
      partner: row.partner as string | null,
      restricted: row.restricted === true,
    })),
});
