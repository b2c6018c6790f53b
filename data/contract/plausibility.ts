import type { Table } from './column.ts';
import type { TableName } from './contract.ts';
import { declared } from './plausibility-declared.ts';
import type { Consequence, Rule } from './plausibility-kinds.ts';

/**
 * What can be true of a row that converts: signs, limits, the order of dates in a row, across a person's rows and
 * across tables, dates that stand for "unknown", copies, totals beside their parts. Every rule says what is done with
 * a row that breaks it. The checks, the glossary, the data page and the report of `check` are read off this list.
 */

/** Years up to the first, and from the second on, are no years of living people's records; and some days by habit. */
export const sentinelYears = { upTo: 1900, from: 2199 } as const;
export const sentinelDays = ['2099-12-31', '2100-01-01'] as const;

/** Rows of one day that are too many to be chance: at least so many, such a share, and so often the next day's. */
export const oneDay = { rows: 30, share: 0.1, timesNext: 5 } as const;

/** A day lies between so many intervals and the next of the same stay, and between most of them, before it looks like a rule. */
export const lastDays = { rows: 5, share: 0.5 } as const;

/** Where at least so many rows all lie at or below so many days, they may be no days: ten years are 120 months. */
export const fewDays = { rows: 20, most: 120 } as const;

/** Ages at admission that can be true, in years. */
export const plausibleAges = { least: 10, most: 110 } as const;

/** What holds for every number and date without being said: no sentinel, nothing below 0, no day with most rows. */
function implied(table: Table): Rule[] {
  const said = new Set(
    declared[table.name as TableName].flatMap((rule) => (rule.kind === 'limits' ? [rule.column as string] : [])),
  );
  const rules: Rule[] = [];
  for (const [column, { kind, required, planned }] of Object.entries(table.columns)) {
    const does = required ? 'reject' : 'clear';
    if (kind === 'date' || kind === 'month') rules.push({ kind: 'sentinel', column, does });
    if ((kind === 'integer' || kind === 'decimal') && !said.has(column))
      rules.push({ kind: 'limits', column, least: 0, does });
    if (kind === 'date' && !planned && table.group !== 'Who and where' && table.name !== 'population_count')
      rules.push({ kind: 'one_day', column, does: 'count' });
  }
  if (table.intervals)
    rules.push({
      kind: 'last_day',
      column: table.intervals.end,
      does: 'count',
      follows:
        'The end is the first day that no longer counts: if yours is the last one that does, make it day_after(…) in the SELECT, or that day belongs to nobody.',
    });
  return rules;
}

/** Every rule of a table, values that are set aside first: what is left is judged. */
export function plausibilityOf(table: Table): readonly Rule[] {
  const rules: readonly Rule[] = [...implied(table), ...declared[table.name as TableName]];
  const turn: Record<Consequence, number> = { clear: 0, reject: 1, count: 2 };
  return rules.toSorted((a, b) => turn[a.does] - turn[b.does]);
}

/** The column a rule is reported under; null where it is about whole rows. */
export function columnOf(rule: Rule): string | null {
  if (rule.kind === 'order') return rule.tolerance === undefined ? rule.later : rule.earlier;
  return 'column' in rule ? rule.column : null;
}

/** Columns and tables a rule needs to be tried at all. */
export function needsOf(rule: Rule): { columns: readonly string[]; tables: readonly TableName[] } {
  switch (rule.kind) {
    case 'order':
      return { columns: [rule.earlier, rule.later], tables: [] };
    case 'without':
      return { columns: [rule.column, rule.other], tables: [] };
    case 'within_stay':
      return { columns: [rule.column], tables: ['stay'] };
    case 'age':
      return { columns: [rule.column], tables: ['person'] };
    case 'before_release':
      return { columns: [rule.column], tables: ['stay'] };
    case 'no_institution':
      return { columns: [], tables: ['placement'] };
    case 'unrecorded_returns':
      return { columns: [], tables: ['stay'] };
    case 'copy':
      return { columns: rule.where === undefined ? [] : [rule.where], tables: [] };
    case 'limits':
    case 'ahead':
    case 'after_death':
    case 'sentinel':
    case 'one_day':
    case 'last_day':
    case 'few_days':
    case 'stray':
      return { columns: [rule.column], tables: [] };
    default:
      return { columns: [], tables: [] };
  }
}

/** What the rule looks for, as a sentence. */
function findingOf(rule: Rule): string {
  switch (rule.kind) {
    case 'limits': {
      const most = rule.yearsAhead === undefined ? rule.most : yearsAheadText(rule.yearsAhead);
      if (most === undefined) return `The number is below ${rule.least}.`;
      return `The number is below ${rule.least} or above ${most}.`;
    }
    case 'order':
    case 'without':
      return rule.meaning;
    case 'ahead':
      return 'The date lies after the as-of date. A year written with two digits may be one of the last century.';
    case 'within_stay':
      if (rule.side === 'after_release') return 'The stay has no release, or the date lies before it.';
      if (rule.side === 'admission') return 'The date lies before the admission of its stay.';
      if (rule.side === 'release') return 'The date lies after the release of its stay.';
      return 'The date lies outside its stay.';
    case 'age':
      return `The person was not born, under ${plausibleAges.least} or over ${plausibleAges.most} years old on the day of admission.`;
    case 'before_release':
      return 'The event lies before any release of the person.';
    case 'after_death':
      return 'The event lies after the person’s death.';
    case 'copy':
      return rule.of === 'every column'
        ? 'Every column of the row has the values of an earlier row.'
        : `The row is of the same ${rule.of.join(', ')} as an earlier one; the first was kept. Counts of parts are added up in the SELECT.`;
    case 'open_stays':
      return 'The person has more than one stay without a release.';
    case 'overlapping_stays':
      return 'The stay overlaps an earlier one of the same person.';
    case 'no_institution':
      return 'The person is in custody on the as-of date and no placement says where.';
    case 'stray':
      return 'A few rows lie years before all others.';
    case 'unrecorded_returns':
      return 'Stays that begin after a release to the community and are no transfer in have no return among the outcome events.';
    case 'uncounted_months':
      return 'An institution has no count in a month between its first and its last, or in the months since, and is not known to have closed.';
    case 'total':
      return 'The count is the total of counts that stand beside it.';
    case 'larger_total':
      return 'The count of the whole agency or region is larger than the counts of its parts on that day.';
    case 'smaller_total':
      return 'The count has no institution and is smaller than those of the institutions beside it.';
    case 'sentinel':
      return `The date stands for “unknown” or “never” (up to ${sentinelYears.upTo}, from ${sentinelYears.from} on, or ${sentinelDays.join(', ')}).`;
    case 'few_days':
      return `No row has more than ${fewDays.most} days: they may be months or years.`;
    case 'last_day':
      return 'Of most rows, the next one of the same stay begins a day after the end.';
    case 'one_day':
      return `One day has at least ${100 * oneDay.share} % of the rows, and ${oneDay.timesNext} times those of any other.`;
  }
}

function yearsAheadText(years: number): string {
  return years === 0 ? 'the year of the as-of date' : `the year of the as-of date and ${years} more`;
}

/** What was found, and what follows where the row is kept. */
export function sentenceOf(rule: Rule): string {
  return rule.follows === undefined ? findingOf(rule) : `${findingOf(rule)} ${rule.follows}`;
}

export const consequenceText: Record<Consequence, string> = {
  reject: 'Row not loaded',
  clear: 'Value left empty',
  count: 'Row kept and counted',
};
