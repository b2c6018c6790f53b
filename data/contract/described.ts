import { askedOf, kindName, type Column, type Table } from './column.ts';
import { columnOf, consequenceText, plausibilityOf, sentenceOf } from './plausibility.ts';
import { formRules } from './rules-of-form.ts';

/** The contract in words, for the site, the command line and the files handed to a database administrator. */

/** A column as it is told to whoever writes the extract. */
export interface DescribedColumn {
  name: string;
  /** Its kind, and the values it may have. */
  holds: string;
  required: string;
  meaning: string;
  asked: string;
  /** A value it could have. */
  example: string;
}

/** A rule and what becomes of a row or value that breaks it. */
export interface DescribedRule {
  column: string;
  rule: string;
  done: string;
}

export function describedColumns(table: Table): DescribedColumn[] {
  return Object.entries(table.columns).map(([name, column]) => ({
    name,
    holds: column.values ? `${kindName[column.kind]}: ${column.values.join(', ')}` : kindName[column.kind],
    required: column.required ? 'Yes' : column.fallback === undefined ? 'No' : `No; default ${column.fallback}`,
    meaning: column.meaning + (column.references ? ` (refers to ${column.references})` : ''),
    asked: [...askedOf(column), ...unknownCode(column)].join(' '),
    example: exampleValue(table, name, column),
  }));
}

function unknownCode({ values, custody, decides }: Column): string[] {
  if (decides || (!values && !custody)) return [];
  return ['A code nobody knows is kept as given and counted.'];
}

/** Every rule of a table: of its key, references, dates and intervals, then those of plausibility. */
export function describedRules(table: Table): DescribedRule[] {
  const references = Object.entries(table.columns).filter(([, { references: parent }]) => parent !== undefined);
  // What lies ahead is set aside before its row is judged.
  const ahead = new Set(plausibilityOf(table).flatMap((rule) => (rule.kind === 'ahead' ? [rule.column] : [])));
  return [
    ...(table.key
      ? [
          {
            column: table.key.join(', '),
            rule:
              table.key.length === 1 ? 'The value occurs more than once.' : 'The values together occur more than once.',
            done: 'The first row is loaded, the others are not',
          },
        ]
      : []),
    ...references.map(([column, { references: parent, required }]) => ({
      column,
      rule: `There is no row with this value in the table ${parent}, where that is supplied.`,
      done: required ? consequenceText.reject : consequenceText.clear,
    })),
    ...(table.order ?? []).map(([earlier, later]) => ({
      column: later,
      rule: `The date lies before ${earlier}.`,
      done: consequenceText.reject,
    })),
    ...Object.entries(table.columns)
      .filter(([name, { kind, planned }]) => (kind === 'date' || kind === 'month') && !planned && !ahead.has(name))
      .map(([column]) => ({ column, rule: formRules.after_as_of, done: consequenceText.reject })),
    ...(table.intervals
      ? [
          {
            column: `${table.intervals.start}, ${table.intervals.end}`,
            rule: `The interval overlaps an earlier one of the same ${table.intervals.of}. The end is the first day that no longer counts.`,
            done: consequenceText.reject,
          },
        ]
      : []),
    ...plausibilityOf(table).map((rule) => ({
      column: columnOf(rule) ?? 'rows',
      rule: sentenceOf(rule),
      done: consequenceText[rule.does],
    })),
  ];
}

/** Ids and texts of the example: one person's stay in one institution, alike in every table. */
const texts: Readonly<Record<string, string>> = {
  agency_name: 'Department of Corrections',
  as_of: '2026-06-30',
  region_id: 'R1',
  region_name: 'North region',
  facility_id: 'F01',
  facility_name: 'Central Institution',
  unit_id: 'F01-A',
  unit_name: 'Unit A',
  person_id: 'P1001',
  stay_id: 'S1001',
  staff_id: 'C17',
  program_id: 'G1',
  program_name: 'Reading and writing',
  birth_year: '1988',
  birth_date: '1988-04-12',
  opened_date: '1995-03-01',
  sex: 'F',
  race_ethnicity: 'white',
  security_level: 'medium',
  offense_category: 'property',
  risk_level: 'moderate',
  custody_level: 'medium',
  scored_custody_level: 'medium',
  current_level: 'medium',
  recommended_level: 'low',
  decided_level: 'low',
  sentence_months: '36',
  admission_date: '2025-09-15',
  release_date: '2026-06-15',
  sentenced_date: '2025-10-01',
  trigger_date: '2026-01-15',
  fiscal_year: '2026',
  cohort_year: '2024',
  element: '2',
  day: '30',
};

/** Days on which an example begins, ends and is planned. */
const exampleDays = { recorded: '2026-01-15', later: '2026-06-01', planned: '2026-09-01', afterRelease: '2026-06-25' };

/** A value a column could have; the rows of all tables, so made, go together and break no rule. */
export function exampleValue(table: Table, name: string, column: Column): string {
  // A reference has the id of the row it leads to, whatever it is called here.
  const key = column.references === undefined ? name : `${column.references}_id`;
  const own = Object.hasOwn(texts, key) ? texts[key] : undefined;
  if (column.values) return column.values[0] ?? '';
  if (own !== undefined) return own;
  switch (column.kind) {
    case 'date':
      if (table.name === 'follow_up' || table.name === 'outcome_event') return exampleDays.afterRelease;
      return column.planned ? exampleDays.planned : column.later ? exampleDays.later : exampleDays.recorded;
    case 'month':
      return '2026-01-01';
    case 'integer':
      return '12';
    case 'decimal':
      return '1.5';
    case 'boolean':
      return name === 'life_sentence' ? 'false' : 'true';
    case 'id':
      return `${(column.references ?? name.replace(/_id$/, '')).slice(0, 1).toUpperCase()}1`;
    default:
      return column.freeText ? 'Text as it was written' : 'as recorded';
  }
}

/** One row of a table, by column. */
export function exampleRow(table: Table): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table.columns).map(([name, column]) => [name, exampleValue(table, name, column)]),
  );
}
