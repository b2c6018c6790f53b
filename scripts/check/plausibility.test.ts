import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '../../data/contract/column.ts';
import { contract, type TableName } from '../../data/contract/contract.ts';
import { columnOf, needsOf, plausibilityOf, sentenceOf } from '../../data/contract/plausibility.ts';
import type { Rule } from '../../data/contract/plausibility-kinds.ts';
import { addDays } from '../../src/lib/calendar/date.ts';
import { asOf, checkRows, soundRows, type CheckedRows, type TextRow, type TextTables } from './sound-rows.ts';

const tables: readonly Table[] = contract;
const sound = soundRows as Record<TableName, readonly TextRow[]>;

/** The first row of a table with some values changed; the others as they are. */
const changed = (table: TableName, values: TextRow): TextTables => ({
  ...sound,
  [table]: sound[table].map((row, index) => (index === 0 ? { ...row, ...values } : row)),
});

/** Sound rows of every table, checked once: a test changes some tables, and only those are checked anew. */
let checked: CheckedRows;
/** The rows that are in the tables now. */
let current: TextTables;

beforeAll(async () => {
  checked = await checkRows(sound);
  current = sound;
  return () => checked.close();
});

/** Checks a source of which one table is looked at: it is checked last, when the others are as they should be. */
async function check(table: TableName, source: TextTables): Promise<CheckedRows> {
  for (const { name } of tables) {
    const rows = source[name as TableName] ?? [];
    if (name !== table && rows !== current[name as TableName]) await checked.again(name as TableName, rows);
  }
  await checked.again(table, source[table] ?? []);
  current = source;
  return checked;
}

const twice = (table: TableName): TextTables => ({ ...sound, [table]: [...sound[table], sound[table][0] ?? {}] });

/** One table whose first row breaks the rule, made from the rule itself; null where it takes more than one value. */
function broken(table: TableName, rule: Rule): TextTables | null {
  switch (rule.kind) {
    case 'sentinel':
      return changed(table, { [rule.column]: '9999-12-31' });
    case 'limits': {
      const low = rule.least === undefined ? null : String(rule.least - 1);
      return changed(table, { [rule.column]: low });
    }
    case 'ahead':
      return changed(table, { [rule.column]: '2031-05-05' });
    case 'copy':
      return twice(table);
    case 'within_stay': {
      // S1 has no end, so that a date before it is outside; S2 ends, and a date after that is.
      if (rule.side === 'after_release') return changed(table, { stay_id: 'S2', [rule.column]: '2024-01-01' });
      if (rule.side !== 'release') return changed(table, { [rule.column]: '2024-12-31' });
      return changed(table, { stay_id: 'S2', start_date: '2024-02-01', [rule.column]: '2025-02-09' });
    }
    default:
      return null;
  }
}

/** Rows of a stay one after another, of which every next begins `gap` days after the end of the one before. */
const inTurn = (table: 'placement' | 'assignment' | 'clock_stop', gap: number): TextTables => ({
  ...sound,
  [table]: Array.from({ length: 7 }, (_, index) => ({
    ...sound[table][0],
    start_date: addDays('2025-02-01', 30 * index),
    end_date: addDays('2025-02-01', 30 * (index + 1) - gap),
  })),
});

/** Values that break the rules that take more than one, by table and kind. */
const byHand: Partial<Record<string, TextTables>> = {
  'stay order projected_release_date': changed('stay', { projected_release_date: '2024-12-01' }),
  'stay order release_date': {
    ...sound,
    stay: [{ ...sound.stay[0], release_date: '2025-01-20' }, sound.stay[1] ?? {}],
    placement: [],
    assignment: [],
  },
  'stay without release_type': changed('stay', { release_type: 'parole' }),
  'stay age admission_date': {
    ...sound,
    person: [{ person_id: 'P1', birth_date: '2025-06-01', birth_year: null, sex: 'M' }, sound.person[1] ?? {}],
  },
  'stay open_stays rows': {
    ...sound,
    stay: [...sound.stay, { stay_id: 'S3', person_id: 'P1', admission_date: '2025-06-01', release_date: null }],
  },
  'stay overlapping_stays rows': {
    ...sound,
    stay: [...sound.stay, { stay_id: 'S3', person_id: 'P2', admission_date: '2024-06-01', release_date: '2024-07-01' }],
  },
  'stay no_institution rows': { ...sound, placement: [] },
  'stay stray release_date': {
    ...sound,
    person: [...sound.person, { person_id: 'P9', birth_date: '1950-01-02' }],
    stay: [
      ...Array.from({ length: 20 }, (_, index) => ({
        ...sound.stay[1],
        stay_id: `X${index}`,
        person_id: 'P2',
        admission_date: `202${index % 3}-0${1 + (index % 9)}-11`,
        release_date: `202${index % 3}-0${1 + (index % 9)}-15`,
      })),
      { ...sound.stay[1], stay_id: 'OLD', person_id: 'P9', admission_date: '1970-01-01', release_date: '1971-01-01' },
    ],
  },
  ...Object.fromEntries(
    (['placement', 'assignment', 'clock_stop'] as const).map((table) => [
      `${table} last_day end_date`,
      inTurn(table, 1),
    ]),
  ),
  'population_count copy rows': changed('population_count', { count_date: '2026-06-30' }),
  'population_count total rows': {
    ...sound,
    population_count: [...sound.population_count, { count_date: '2026-06-30', population: '31' }],
  },
  'population_count larger_total rows': {
    ...sound,
    population_count: [...sound.population_count, { count_date: '2026-06-30', population: '50' }],
  },
  'population_count smaller_total rows': {
    ...sound,
    population_count: [...sound.population_count, { count_date: '2026-06-30', population: '4' }],
  },
  'population_count stray count_date': {
    ...sound,
    population_count: [
      ...Array.from({ length: 24 }, (_, index) => ({
        count_date: addDays('2024-06-30', 30 * index),
        facility_id: 'NORTH',
        population: '30',
      })),
      { count_date: '1970-01-01', facility_id: 'NORTH', population: '30' },
    ],
  },
  'population_count uncounted_months rows': changed('population_count', { count_date: '2026-03-31' }),
  'task within_stay completed_date': changed('task', { trigger_date: '2024-12-01', completed_date: '2024-12-31' }),
  'enrollment within_stay start_date': changed('enrollment', { referral_date: null, start_date: '2024-12-31' }),
  'release_readiness within_stay checked_date': changed('release_readiness', { checked_date: '2025-02-01' }),
  'plan_goal order target_date': changed('plan_goal', { target_date: '2025-01-31' }),
  'quality_check order items_checked': changed('quality_check', { items_returned: '11' }),
  'quality_check order closed_date': changed('quality_check', { closed_date: '2025-01-31' }),
  'enrollment order sessions_offered': changed('enrollment', { sessions_attended: '21' }),
  'outcome_event before_release event_date': changed('outcome_event', { event_date: '2025-01-08' }),
  'outcome_event after_death event_date': {
    ...sound,
    outcome_event: [...sound.outcome_event, { person_id: 'P2', event_date: '2025-04-04', event_type: 'death' }],
  },
  'outcome_event unrecorded_returns rows': {
    ...sound,
    stay: [...sound.stay, { stay_id: 'S3', person_id: 'P2', admission_date: '2025-09-01', release_date: null }],
  },
  'release_cohort without event_type': changed('release_cohort', { days_to_event: null }),
  'release_cohort few_days days_followed': {
    ...sound,
    release_cohort: Array.from({ length: 20 }, (_, index) => ({
      ...sound.release_cohort[0],
      release_id: `R${index}`,
      days_followed: '36',
      days_to_event: '6',
    })),
  },
  'release_cohort without days_to_event': changed('release_cohort', { event_type: null }),
  'release_cohort order days_to_event': changed('release_cohort', { days_to_event: '1096' }),
};

const name = (table: string, rule: Rule) => `${table} ${rule.kind} ${columnOf(rule) ?? 'rows'}`;

/** The days of a table on which most rows lie are made the same for all tables; one day takes many rows. */
const isOneDay = (rule: Rule) => rule.kind === 'one_day';
const rules = tables.flatMap((table) =>
  plausibilityOf(table).map((rule) => ({ table: table.name as TableName, rule, title: name(table.name, rule) })),
);

describe('rules of plausibility', () => {
  it('hold every number and every date of the contract to something', () => {
    const kinds = ['integer', 'decimal', 'date', 'month'];
    const free = tables.flatMap((table) =>
      Object.entries(table.columns)
        .filter(([, { kind }]) => kinds.includes(kind))
        .filter(([column]) => !plausibilityOf(table).some((rule) => columnOf(rule) === column))
        .map(([column]) => `${table.name}.${column}`),
    );
    expect(free).toEqual([]);
    expect(rules.length).toBeGreaterThan(150);
    for (const { rule } of rules) expect(sentenceOf(rule)).toMatch(/^[A-Z].{10,}\.$/);
  });

  it('have nothing to say of sound rows, checked for the first time or again', async () => {
    for (const again of [false, true]) {
      for (const table of tables) {
        if (again) await check(table.name as TableName, sound);
        expect(checked.said(table.name as TableName), table.name).toEqual([]);
        expect(checked.report(table.name as TableName).untried, table.name).toEqual([]);
      }
    }
  });

  it.each(rules.filter(({ rule }) => !isOneDay(rule)))('$title', async ({ table, rule, title }) => {
    const source = byHand[title] ?? broken(table, rule);
    if (!source) throw new Error(`no row breaks ${title}`);
    await check(table, source);
    const { read, loaded, rejected } = checked.report(table);
    const said = checked.said(table);
    const rejects = checked.rejects.filter((reject) => reject.table === table);
    expect(read).toBe(loaded + rejected);
    const found = said.find((line) => line.startsWith(`${rule.does}: ${columnOf(rule) ?? 'rows'}: `));
    expect(found, said.join('\n')).toBeDefined();
    // The sentence is the rule's own, but for a count of what was found and for rows that are copies through and through.
    if (!['copy', 'unrecorded_returns'].includes(rule.kind)) expect(found).toContain(sentenceOf(rule));
    if (rule.does === 'reject') {
      expect(rejected).toBe(1);
      expect(rejects).toEqual([expect.objectContaining({ table, action: 'row not loaded' })]);
      if (columnOf(rule) !== null) expect(rejects[0]?.value).toBeTruthy();
    } else if (rule.does === 'clear') {
      expect(rejected).toBe(0);
      expect(rejects).toEqual([expect.objectContaining({ table, action: 'value left empty', column: columnOf(rule) })]);
    } else {
      expect(rejected).toBe(0);
    }
  });

  it('tell a day on which most rows lie, unless the extract begins with it', async () => {
    const people = Array.from({ length: 40 }, (_, index) => ({ person_id: `P${index}`, birth_date: '1980-03-04' }));
    const stay = people.map(({ person_id }, index) => ({
      stay_id: `S${index}`,
      person_id,
      admission_date: index < 32 ? '2015-01-01' : `2016-0${index - 30 > 9 ? 9 : index - 30}-02`,
    }));
    const source = { agency: sound.agency, person: people, stay };
    const said = async (historyFrom: string | null) => {
      const alone = await checkRows(source, historyFrom);
      const lines = alone.said('stay');
      alone.close();
      return lines.filter((line) => line.includes('admission_date: '));
    };
    expect(await said(null)).toEqual([
      'count: admission_date: 32 of 40 rows have the day 2015-01-01: a day that stands for an unknown one moves whatever is counted by time. (32)',
    ]);
    expect(await said('2015-01-01')).toEqual([]);
  });

  it('say nothing of intervals that follow each other as the contract asks, or after longer', async () => {
    for (const gap of [0, 2, 9]) {
      await check('placement', inTurn('placement', gap));
      expect(checked.said('placement').filter((line) => line.includes('day_after'))).toEqual([]);
    }
    await check('placement', inTurn('placement', 1));
    // Six of the seven rows have a next one.
    expect(checked.said('placement').find((line) => line.includes('day_after'))).toMatch(/\(6\)$/);
  });

  it('are named where the other side of them was not supplied', async () => {
    const alone = await checkRows({
      agency: sound.agency,
      stay: [{ stay_id: 'S1', person_id: 'P1', admission_date: '2025-01-10', release_type: 'parole' }],
      contact: [...sound.contact],
    });
    const untried = (table: TableName) => alone.report(table).untried?.map(({ lacks }) => lacks.join(', '));
    expect(untried('stay')).toContain('release_date');
    expect(untried('stay')).toContain('table person');
    expect(untried('contact')).toEqual([]);
    alone.close();
  });
});

describe('dates that stand for none', () => {
  const written = [
    '9999-12-31',
    '12/31/9999',
    '31.12.9999',
    '99991231',
    '9999-12-31 00:00:00',
    '2999-01-01',
    ' 1900-01-01 ',
    '01/01/1900',
    '1899-12-30',
    '0001-01-01',
    '00/00/0000',
    '2099-12-31',
    'infinity',
  ];

  it('are not recorded where a date may be missing', async () => {
    const stay = written.map((text, at) => ({
      ...sound.stay[1],
      stay_id: `N${at}`,
      person_id: `N${at}`,
      projected_release_date: text,
    }));
    const person = written.map((_, at) => ({ ...sound.person[1], person_id: `N${at}` }));
    const { rejects, rows } = await check('stay', {
      ...sound,
      person: [...sound.person, ...person],
      stay: [...sound.stay, ...stay],
    });
    expect(await rows("SELECT DISTINCT projected_release_date FROM main.stay WHERE stay_id LIKE 'N%'")).toEqual([
      { projected_release_date: null },
    ]);
    expect(rejects.filter(({ rule }) => rule === 'sentinel')).toHaveLength(written.length);
    for (const [at, value] of written.entries()) {
      const reject = { table: 'stay', key: `N${at}`, column: 'projected_release_date', value, rule: 'sentinel' };
      expect(rejects).toContainEqual(expect.objectContaining({ ...reject, action: 'value left empty' }));
    }
  });

  it('are refused where a date may not be missing', async () => {
    const contact = written.map((contact_date) => ({ ...sound.contact[0], contact_date }));
    const { rejects, report } = await check('contact', { ...sound, contact });
    for (const value of written) {
      const reject = { table: 'contact', value, rule: 'sentinel', action: 'row not loaded' };
      expect(rejects).toContainEqual(expect.objectContaining(reject));
    }
    expect(report('contact')).toMatchObject({ read: written.length, loaded: 0, rejected: written.length });
  });

  it('leave a stay open that "ended" on one of them', async () => {
    await check('stay', changed('stay', { release_date: '9999-12-31' }));
    expect(await checked.rows("SELECT release_date FROM main.stay WHERE stay_id = 'S1'")).toEqual([
      { release_date: null },
    ]);
  });

  it('are no other dates', async () => {
    const day = fc.integer({ min: 0, max: 45_000 }).map((days) => addDays('1901-01-01', days));
    const dates = fc.array(day, { minLength: 100, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(dates, async (found) => {
        const person = found.map((date, at) => ({
          person_id: `N${at}`,
          birth_date: date <= asOf ? date : '1980-01-01',
        }));
        await check('person', { ...sound, person });
        expect(checked.said('person')).toEqual([]);
      }),
      { numRuns: 3 },
    );
  });
});

describe('copies', () => {
  it('say nothing new: whatever the table, no figure of it changes and nothing counts as a fault', async () => {
    // Children first: what they refer to is then still there.
    for (const table of tables.filter(({ name: each }) => each !== 'agency').reverse()) {
      const each = table.name as TableName;
      const rows = each === 'population_count' ? sound[each] : [sound[each][0] ?? {}];
      const many = Array.from({ length: 6 }, (_, index) =>
        Object.fromEntries(
          Object.entries(rows[0] ?? {}).map(([column, value]) => [column, numbered(table, column, value, index)]),
        ),
      );
      const { report } = await check(each, { ...sound, [each]: [...many, ...many] });
      const { rules: found, noted = [], loaded, read, rejected } = report(each);
      expect(read).toBe(loaded + rejected);
      const copies = found.filter(({ again }) => again).reduce((sum, { rows: refused }) => sum + refused, 0);
      const overlapping = found
        .filter(({ rule }) => rule === 'overlap')
        .reduce((sum, { rows: refused }) => sum + refused, 0);
      expect(copies + overlapping + noted.filter(({ rule }) => rule === 'unique').length, each).toBeGreaterThan(0);
      if (overlapping === 0) expect(loaded, each).toBeLessThanOrEqual(read / 2);
    }
  });
});

/** The same row with another key, day or number, so that six rows are six different ones. */
function numbered(table: Table, column: string, value: string | null, index: number): string | null {
  if (table.key?.includes(column) && table.columns[column]?.kind === 'id' && !table.columns[column]?.references)
    return `${value}-${index}`;
  const own = table.key === undefined || table.key.includes(column);
  if (own && table.columns[column]?.kind === 'date' && value !== null && column === table.when)
    return addDays(value, index % 2 === 0 ? -index : index > 3 ? -7 : -index - 10);
  if (table.key?.includes(column) && table.columns[column]?.kind === 'month')
    return `2026-0${index === 5 ? 6 : index + 1}-01`;
  if (table.key?.includes(column) && table.columns[column]?.kind === 'integer') return String(Number(value) + index);
  return value;
}

it('every rule of plausibility that compares names what it needs', () => {
  for (const { rule } of rules.filter(({ rule: each }) =>
    ['order', 'without', 'within_stay', 'age'].includes(each.kind),
  ))
    expect([...needsOf(rule).columns, ...needsOf(rule).tables].length).toBeGreaterThan(0);
});
