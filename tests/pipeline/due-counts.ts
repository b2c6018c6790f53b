/** What was due, by case manager, quarter and kind of work, straight from the mart that every timeliness figure rests on. */
import { sqlTypeOf } from '../../data/contract/column.ts';
import { contract } from '../../data/contract/contract.ts';
import { checkSource } from '../../scripts/check/check-source.ts';
import { identifier, literal, openDatabase, type Database } from '../../scripts/engine/database.ts';
import { makeMarts, readMarts } from '../../scripts/export/mart.ts';
import { setVariables } from '../../scripts/export/variables.ts';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';
import { madeFrom } from './tiny-marts.ts';

export interface DueCount {
  staff_id: string;
  /** First day. */
  quarter: string;
  task_type: string;
  custody_level: string | null;
  months_to_release: string | null;
  due: number;
  on_time: number;
}

const MART = 'due_task';

/** Items due from `from` to the as-of date that somebody answers for and nothing sets aside. */
export async function dueCounts(folder: string, from: string): Promise<DueCount[]> {
  const source = await readSource(folder);
  const marts = madeFrom(await readMarts(), [MART]);
  const database = await openDatabase();
  try {
    const { asOf } = await openTables(database, source);
    await setVariables(database, { asOf, historyFrom: source.historyFrom, settings: source.settings });
    await makeMarts([database], marts, new Set(source.selects.keys()));
    const rows = await database.rows(`
      SELECT staff_id, CAST(date_trunc('quarter', due_date) AS DATE) AS quarter, task_type, custody_level, months_to_release,
        CAST(count(*) AS INTEGER) AS due, CAST(count(*) FILTER (outcome = 'on_time') AS INTEGER) AS on_time
      FROM ${MART}
      WHERE outcome IN ('on_time', 'late', 'open_overdue') AND staff_id IS NOT NULL
        AND due_date BETWEEN DATE ${literal(from)} AND getvariable('as_of')
      GROUP BY ALL ORDER BY ALL`);
    return rows as unknown as DueCount[];
  } finally {
    database.close();
  }
}

async function openTables(database: Database, source: Awaited<ReturnType<typeof readSource>>) {
  // Other tables are checked elsewhere.
  const needed = [
    'agency',
    'region',
    'facility',
    'unit',
    'staff',
    'person',
    'stay',
    'placement',
    'assignment',
    'clock_stop',
    'task',
  ];
  source.selects = new Map([...source.selects].filter(([name]) => needed.includes(name)));
  const checked = await checkSource(database, source, silent);
  for (const table of contract.filter(({ name }) => !checked.supplied.has(name))) {
    const columns = Object.entries(table.columns).map(([name, { kind }]) => `${identifier(name)} ${sqlTypeOf[kind]}`);
    await database.run(`CREATE TABLE main.${identifier(table.name)} (${columns.join(', ')})`);
  }
  return checked;
}
