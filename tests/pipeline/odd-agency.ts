import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { literal } from '../../scripts/engine/database.ts';

/** Names every object has, and plain ones that stand in the same order. */
export const names = [
  ['__proto__', 'a-name'],
  ['constructor', 'cname'],
  ['hasOwnProperty', 'h-name'],
  ['toString', 't-name'],
  ['valueOf', 'v-name'],
] as const;
export type Naming = 0 | 1;

/** What of the demonstration agency is so named: the first values of each kind. */
const renamed: [columns: string[], values: string[]][] = [
  [['facility_id'], ['F-1', 'F-2', 'F-3', 'F-4']],
  [['region_id'], ['R-1', 'R-2']],
  [['unit_id'], ['U-001', 'U-002', 'U-003', 'U-004']],
  [['staff_id'], ['ST-1000', 'ST-1001', 'ST-1002', 'ST-1003', 'ST-1004']],
  [['program_id'], ['PR-101', 'PR-102', 'PR-103', 'PR-104']],
  [
    ['custody_level', 'scored_custody_level', 'current_level', 'recommended_level', 'decided_level'],
    ['minimum', 'low', 'medium', 'high'],
  ],
  [['offense_category'], ['drug', 'property', 'violent', 'sex']],
  [
    ['risk_level', 'admission_risk'],
    ['low', 'moderate', 'medium', 'high'],
  ],
  [['race_ethnicity'], ['white', 'black', 'hispanic', 'asian']],
];

/** Tables with a name readers see, beside the id that is renamed. */
const shown = ['facility', 'region', 'unit', 'staff', 'program'];

/** The name readers see of what has this id: with marks of HTML, XML and CSV. */
export function shownName(id: string): string {
  return `<i>${id}</i> & "${id}", ]]>`;
}

/** Writes the demonstration agency of a source folder so named into another; returns that folder. */
export function writeOddAgency(from: string, to: string, naming: Naming = 0): string {
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true });
  for (const file of readdirSync(to)) {
    if (file.endsWith('.sql')) writeFileSync(join(to, file), named(readFileSync(join(to, file), 'utf8'), naming));
  }
  writeFileSync(join(to, 'source.json'), jsonNamed(readFileSync(join(to, 'source.json'), 'utf8'), naming));
  return to;
}

/** The SELECT with its values renamed. */
function named(sql: string, naming: Naming): string {
  const replaced = renamed.flatMap(([columns, values]) =>
    columns
      .filter((column) => new RegExp(`\\b${column}\\b`).test(sql))
      .map((column) => {
        const cases = values.map((value, at) => `WHEN ${literal(value)} THEN ${literal(names[at]?.[naming] ?? value)}`);
        return `CASE CAST(${column} AS VARCHAR) ${cases.join(' ')} ELSE CAST(${column} AS VARCHAR) END AS ${column}`;
      }),
  );
  for (const table of shown) {
    const values = renamed.find(([[column]]) => column === `${table}_id`)?.[1] ?? [];
    if (!new RegExp(`\\b${table}_name\\b`).test(sql)) continue;
    // What cannot be seen, or turns the direction of writing, is taken out as the source is read.
    const cases = values.map(
      (value, at) =>
        `WHEN ${literal(value)} THEN ${literal(`\u202e\u200b${shownName(names[at]?.[naming] ?? value)}\u0007\u001b`)}`,
    );
    replaced.push(`CASE CAST(${table}_id AS VARCHAR) ${cases.join(' ')} ELSE ${table}_name END AS ${table}_name`);
  }
  const whole = sql.trim().replace(/;$/, '');
  return replaced.length === 0 ? whole : `SELECT * REPLACE (${replaced.join(', ')}) FROM (\n${whole}\n)`;
}

function jsonNamed(text: string, naming: Naming): string {
  const json = JSON.parse(text) as { custody_levels: string[]; annotations?: { facility?: string }[] };
  const rename = (column: string, value: string) => {
    const values = renamed.find(([columns]) => columns.includes(column))?.[1] ?? [];
    return names[values.indexOf(value)]?.[naming] ?? value;
  };
  const annotations = (json.annotations ?? []).map((each) => ({
    ...each,
    ...(each.facility ? { facility: rename('facility_id', each.facility) } : {}),
  }));
  return JSON.stringify({
    ...json,
    custody_levels: json.custody_levels.map((level) => rename('custody_level', level)),
    annotations,
  });
}
