import type { Table } from '../../data/contract/column.ts';
import {
  columnOf,
  needsOf,
  oneDay,
  plausibilityOf,
  plausibleAges,
  sentenceOf,
  sentinelDays,
  sentinelYears,
} from '../../data/contract/plausibility.ts';
import type { Rule } from '../../data/contract/plausibility-kinds.ts';
import { textSql, type RawTable } from '../source/read-table.ts';
import { formatNumber } from '../../src/lib/format/number.ts';
import type { RuleReport, UntriedRule } from '../../src/lib/export/manifest.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { daysBetween } from './intervals.ts';
import { copyText, type Fault, type Judging } from './rule.ts';
import { judgeTotals, type TotalFaults } from './totals.ts';

type RowRule = Extract<Rule, { kind: 'sentinel' | 'limits' | 'order' | 'without' | 'ahead' }>;

const isRowRule = (rule: Rule): rule is RowRule =>
  ['sentinel', 'limits', 'order', 'without', 'ahead'].includes(rule.kind);

export function faultOf(rule: Rule): Fault {
  return { rule: rule.kind === 'copy' ? 'unique' : rule.kind, column: columnOf(rule), meaning: sentenceOf(rule) };
}

/** The rules one row can be held to, each with a bit of `_doubt` and what makes it true. */
interface Doubt {
  rule: RowRule;
  bit: string;
  condition: string;
}

/** SQL that judges the rows of a table before anything else does, and what it judges by. */
export interface RowJudgement {
  /** Columns beside the converted ones that the judgement reads. */
  flags: string[];
  /** Wraps the converted rows: implausible values emptied, and `_doubt` saying by which rules. */
  around(convertedSql: string): string;
  /** Rules that refuse a row. */
  faults: (Fault & { condition: string })[];
  doubts: Doubt[];
}

export function rowJudgement(table: Table, raw: RawTable, asOf: string | null): RowJudgement {
  const rules = plausibilityOf(table)
    .filter(isRowRule)
    .filter((rule) => needsOf(rule).columns.every((column) => raw.columns.has(column)));
  const all = rules.map((rule, index) => ({ rule, bit: String(2n ** BigInt(index)), condition: holds(rule, asOf) }));
  const cleared = all.filter(({ rule }) => rule.does === 'clear');
  const others = all.filter(({ rule }) => rule.does !== 'clear');
  const dates = rules.flatMap((rule) => (rule.kind === 'sentinel' ? [rule.column] : []));
  const columns = [...new Set(cleared.map(({ rule }) => columnOf(rule) ?? ''))];
  return {
    flags: dates.map((column) => `${sentinelSql(column, raw)} AS ${identifier(`never ${column}`)}`),
    around(convertedSql) {
      // A value is emptied by the first rule it breaks, so that it is counted once.
      const why = columns.map((column) => {
        const cases = cleared.filter(({ rule }) => columnOf(rule) === column);
        return `CASE ${cases.map(({ condition, bit }) => `WHEN ${condition} THEN ${bit}`).join(' ')} ELSE 0 END AS ${identifier(`why ${column}`)}`;
      });
      const emptied = columns.flatMap((column) => [
        `CASE WHEN ${identifier(`why ${column}`)} = 0 THEN ${identifier(column)} END AS ${identifier(column)}`,
        `${identifier(`has ${column}`)} AND ${identifier(`why ${column}`)} = 0 AS ${identifier(`has ${column}`)}`,
      ]);
      const first = why.length === 0 ? convertedSql : `SELECT *, ${why.join(', ')} FROM (${convertedSql})`;
      const second = emptied.length === 0 ? first : `SELECT * REPLACE (${emptied.join(', ')}) FROM (${first})`;
      const bits = [
        ...columns.map((column) => `CAST(${identifier(`why ${column}`)} AS BIGINT)`),
        ...others.map(({ condition, bit }) => `CASE WHEN ${condition} THEN ${bit}::BIGINT ELSE 0 END`),
      ];
      return `SELECT *, CAST(${bits.length > 0 ? bits.join(' + ') : '0'} AS BIGINT) AS _doubt FROM (${second})`;
    },
    faults: others
      .filter(({ rule }) => rule.does === 'reject')
      .map(({ rule, bit }) => ({ ...faultOf(rule), condition: doubted(bit) })),
    doubts: all.filter(({ rule }) => rule.does !== 'reject'),
  };
}

const doubted = (bit: string) => `(_doubt & ${bit}) <> 0`;

/** Notes what was emptied, and counts what was only doubted, among the rows that are left. */
export async function noteDoubts(
  database: Database,
  table: Table,
  { doubts }: RowJudgement,
  { note }: Judging,
): Promise<void> {
  if (doubts.length === 0) return;
  const name = `main.${identifier(table.name)}`;
  const seen = await database.value(`SELECT bit_or(_doubt) FROM ${name}`);
  for (const { rule, bit } of doubts) {
    if ((BigInt(seen === null ? 0 : Number(seen)) & BigInt(bit)) === 0n) continue;
    const what = rule.does === 'clear' ? 'value left empty' : 'row kept';
    await note(faultOf(rule), `SELECT _row FROM ${name} WHERE ${doubted(bit)}`, what);
  }
}

/** What makes a row break a rule, in its converted columns. */
function holds(rule: RowRule, asOf: string | null): string {
  switch (rule.kind) {
    case 'sentinel':
      return identifier(`never ${rule.column}`);
    case 'ahead':
      return asOf === null ? 'false' : `coalesce(${identifier(rule.column)} > DATE ${literal(asOf)}, false)`;
    case 'limits': {
      const value = `TRY_CAST(${identifier(rule.column)} AS DOUBLE)`;
      const year = asOf === null ? undefined : Number(asOf.slice(0, 4));
      const most = rule.yearsAhead === undefined ? rule.most : year === undefined ? undefined : year + rule.yearsAhead;
      const sides = [
        rule.least === undefined ? null : `${value} < ${rule.least}`,
        most === undefined ? null : `${value} > ${most}`,
      ].filter((side) => side !== null);
      return `coalesce(${sides.join(' OR ')}, false)`;
    }
    case 'order': {
      const [earlier, later] = [identifier(rule.earlier), identifier(rule.later)];
      const broken =
        rule.tolerance === undefined ? `${later} < ${earlier}` : `${earlier} >= ${later} + ${rule.tolerance}`;
      return `coalesce(${broken}, false)`;
    }
    case 'without':
      return `(${identifier(rule.column)} IS NOT NULL AND ${identifier(rule.other)} IS NULL)`;
  }
}

/**
 * Whether the source's value is a date that stands for none. Text is looked at as it stands, since no order of day and
 * month is needed to see the year 9999.
 */
function sentinelSql(column: string, raw: RawTable): string {
  const rawType = raw.columns.get(column);
  if (rawType === undefined) return 'false';
  const text = `trim(${textSql(column, raw)})`;
  const day = `TRY_CAST(${rawType === 'VARCHAR' ? text : identifier(column)} AS DATE)`;
  const isYear = (year: string) => `${year} <= ${sentinelYears.upTo} OR ${year} >= ${sentinelYears.from}`;
  const last = String.raw`regexp_extract(${text}, '^\d{1,2}[-/.]\d{1,2}[-/.](\d{4})(\D.*)?$', 1)`;
  const first = String.raw`regexp_extract(${text}, '^(\d{4})[-/.]?\d{2}[-/.]?\d{2}(\D.*)?$', 1)`;
  const year = `TRY_CAST(coalesce(nullif(${last}, ''), nullif(${first}, '')) AS INTEGER)`;
  return `coalesce(CASE
    WHEN isfinite(${day}) THEN ${isYear(`year(${day})`)} OR ${day} IN (${sentinelDays.map((each) => `DATE ${literal(each)}`).join(', ')})
    WHEN lower(${text}) IN ('infinity', '-infinity') THEN true
    ELSE ${isYear(year)} END, false)`;
}

/** The rules about copies: tried first, so that a file read twice does not look like something else. */
export async function judgeCopies(database: Database, table: Table, judging: Judging): Promise<void> {
  for (const rule of plausibilityOf(table))
    if (rule.kind === 'copy') await judgeCopiesBy(rule, database, table, judging);
}

/** The other rules that look beyond one row, tried when references are resolved: rows refused, then rows counted. */
export async function judgeTable(
  database: Database,
  table: Table,
  { supplied, historyFrom }: { supplied: ReadonlySet<string>; historyFrom: string | null },
  judging: Judging,
): Promise<RuleReport[]> {
  const noted: RuleReport[] = [];
  const rules = plausibilityOf(table).filter(
    (rule) => !isRowRule(rule) && needsOf(rule).tables.every((name) => supplied.has(name)),
  );
  const breaking = new Map(rules.map((rule) => [rule, rowsBreaking(table, rule)]));
  // Mostly no row breaks any of them, which one statement says of all.
  const broken = await withRows(
    database,
    [...breaking.values()].filter((rows) => rows !== null),
  );
  for (const [rule, rows] of breaking) {
    switch (rule.kind) {
      case 'copy':
        // Judged before.
        break;
      case 'total':
        await judgeTotals(database, judging, totalFaults(table));
        break;
      case 'one_day':
        noted.push(...(await busiestDay(database, table, rule, historyFrom)));
        break;
      default:
        if (rows !== null && broken.includes(rows)) await judging.note(faultOf(rule), rows, 'row kept');
    }
  }
  return noted;
}

/** Which of some SELECTs give a row. */
async function withRows(database: Database, selects: readonly string[]): Promise<string[]> {
  if (selects.length === 0) return [];
  const any = selects.map((select, index) => `EXISTS (${select}) AS any${index}`);
  const [found] = await database.rows(`SELECT ${any.join(', ')}`);
  return selects.filter((_, index) => found?.[`any${index}`] === true);
}

function totalFaults(table: Table): TotalFaults {
  const of = (kind: keyof TotalFaults): Fault => {
    const rule = plausibilityOf(table).find((each) => each.kind === kind);
    return rule ? faultOf(rule) : { rule: kind, column: null };
  };
  return { total: of('total'), larger_total: of('larger_total'), smaller_total: of('smaller_total') };
}

type Copies = Extract<Rule, { kind: 'copy' }>;

async function judgeCopiesBy(rule: Copies, database: Database, table: Table, judging: Judging): Promise<void> {
  const name = `main.${identifier(table.name)}`;
  const columns = (rule.of === 'every column' ? Object.keys(table.columns) : rule.of).map(identifier).join(', ');
  const where = rule.where === undefined ? '' : `WHERE ${identifier(rule.where)} IS NOT NULL`;
  // Most tables have none: a hash of each row finds that out without the rows themselves.
  const alike = `SELECT hash(${columns}) FROM ${name} ${where} GROUP BY 1 HAVING count(*) > 1`;
  if (Number(await database.value(`CREATE OR REPLACE TEMP TABLE alike AS ${alike}`)) === 0) return;
  const copies = `SELECT _row FROM (
      SELECT _row, row_number() OVER (PARTITION BY ${columns} ORDER BY _row) AS occurrence
      FROM (SELECT * FROM ${name} ${where}) WHERE hash(${columns}) IN (FROM alike)
    ) WHERE occurrence > 1`;
  const whole = rule.does === 'count' && (await isWholeCopy(database, name, columns));
  if (rule.does === 'count' && !whole) {
    await judging.note(faultOf(rule), copies, 'row kept');
    return;
  }
  const every = Object.keys(table.columns).map(identifier).join(', ');
  const same = `SELECT _row FROM (
      SELECT _row, row_number() OVER (PARTITION BY ${every} ORDER BY _row) AS occurrence FROM ${name}
      WHERE _row IN (${copies}) OR hash(${columns}) IN (FROM alike)
    ) WHERE occurrence > 1 AND _row IN (${copies})`;
  const wholeText =
    'The row is a copy, and so is every row of the table: a file was read more than once. The first was kept.';
  await judging.reject({ ...faultOf(rule), meaning: whole ? wholeText : copyText, again: true }, same);
  if (rule.of !== 'every column') await judging.reject(faultOf(rule), copies);
}

/** Fewest different rows of which nobody would believe that each came twice. */
const minTwice = 5;

/** Whether every row is there equally often or a multiple of that: then the file was read again, whatever a row may mean. */
async function isWholeCopy(database: Database, name: string, columns: string): Promise<boolean> {
  const times = [2, 3, 5].map((each) => `bool_and(times % ${each} = 0)`).join(' OR ');
  const found = await database.value(
    `SELECT count(*) >= ${minTwice} AND (${times}) FROM (SELECT count(*) AS times FROM ${name} GROUP BY ${columns})`,
  );
  return found === true;
}

async function busiestDay(
  database: Database,
  table: Table,
  rule: Extract<Rule, { kind: 'one_day' }>,
  historyFrom: string | null,
): Promise<RuleReport[]> {
  const column = identifier(rule.column);
  const days = await database.rows(
    `SELECT CAST(day AS VARCHAR) AS day, rows, CAST(sum(rows) OVER () AS BIGINT) AS every FROM (
       SELECT ${column} AS day, count(*) AS rows FROM main.${identifier(table.name)} WHERE ${column} IS NOT NULL GROUP BY 1
     ) ORDER BY rows DESC, day LIMIT 2`,
  );
  const [most, next] = days;
  // An extract begins with everybody and everything of its first day.
  if (!most || most.day === historyFrom) return [];
  const rows = Number(most.rows);
  const every = Number(most.every);
  if (rows < oneDay.rows || rows < oneDay.share * every || rows < oneDay.timesNext * Number(next?.rows ?? 0)) return [];
  const meaning =
    `${formatNumber(rows)} of ${formatNumber(every)} rows have the day ${most.day}: a day that stands for an unknown one ` +
    'moves whatever is counted by time.';
  return [{ rule: rule.kind, column: rule.column, rows, meaning }];
}

/** The rows that break a rule across rows or tables; null where the rule is tried elsewhere. */
function rowsBreaking(table: Table, rule: Rule): string | null {
  const name = `main.${identifier(table.name)}`;
  switch (rule.kind) {
    case 'within_stay': {
      const date = `child.${identifier(rule.column)}`;
      const before = `${date} < stay.admission_date`;
      const after = `${date} > stay.release_date`;
      const broken = {
        admission: before,
        release: after,
        after_release: `stay.release_date IS NULL AND ${date} IS NOT NULL OR ${date} < stay.release_date`,
        both: `${before} OR ${after}`,
      }[rule.side ?? 'both'];
      return `SELECT child._row FROM ${name} AS child JOIN main.stay USING (stay_id) WHERE ${broken}`;
    }
    case 'age': {
      const date = `child.${identifier(rule.column)}`;
      const age = `coalesce(date_sub('year', birth_date, ${date}), year(${date}) - birth_year)`;
      return `SELECT child._row FROM ${name} AS child JOIN main.person USING (person_id)
        WHERE ${age} < ${plausibleAges.least} OR ${age} > ${plausibleAges.most} OR birth_date > ${date}`;
    }
    case 'before_release':
      return `SELECT child._row FROM ${name} AS child
        LEFT JOIN (SELECT person_id, min(release_date) AS first FROM main.stay GROUP BY person_id) USING (person_id)
        WHERE first IS NULL OR child.${identifier(rule.column)} < first`;
    case 'after_death':
      return `SELECT child._row FROM ${name} AS child
        JOIN (SELECT person_id, min(event_date) AS died FROM ${name} WHERE event_type = 'death' GROUP BY person_id) USING (person_id)
        WHERE child.${identifier(rule.column)} > died`;
    case 'last_day':
      return daysBetween(table);
    case 'open_stays':
      return openBeside;
    case 'overlapping_stays':
      return `SELECT _row FROM (
          SELECT _row, admission_date, max(coalesce(release_date, DATE '9999-12-31')) OVER (
            PARTITION BY person_id ORDER BY admission_date, stay_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS held_until
          FROM main.stay
        ) WHERE admission_date < held_until AND _row NOT IN (${openBeside})`;
    default:
      return null;
  }
}

const openBeside = `SELECT _row FROM (
    SELECT _row, row_number() OVER (PARTITION BY person_id ORDER BY admission_date, stay_id) AS nth
    FROM main.stay WHERE release_date IS NULL
  ) WHERE nth > 1`;

/** Rules that could not be tried, because a column or table they compare with was not supplied. */
export function untriedRules(
  table: Table,
  columns: ReadonlyMap<string, string>,
  supplied: ReadonlySet<string>,
): UntriedRule[] {
  const ofForm = (table.order ?? []).map(([earlier, later]) => ({
    columns: [earlier, later],
    column: later,
    meaning: `${later} may not lie before ${earlier}.`,
  }));
  const plausible = plausibilityOf(table).map((rule) => ({
    columns: [...needsOf(rule).columns],
    tables: needsOf(rule).tables.filter((name) => !supplied.has(name) && name !== 'placement'),
    column: columnOf(rule),
    meaning: sentenceOf(rule),
  }));
  return [...ofForm.map((rule) => ({ ...rule, tables: [] as string[] })), ...plausible].flatMap(
    ({ columns: needed, tables, column, meaning }) => {
      const lacks = [...needed.filter((name) => !columns.has(name)), ...tables.map((name) => `table ${name}`)];
      // A rule about a column that is not there has nothing to judge; one that compares has lost its other side.
      const compares = needed.length > 1 || tables.length > 0;
      const own = column === null || columns.has(column) || needed.some((name) => name !== column && columns.has(name));
      return compares && own && lacks.length > 0 ? [{ column, meaning, lacks }] : [];
    },
  );
}
