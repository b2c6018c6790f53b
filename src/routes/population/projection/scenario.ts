import { formatPercentChange } from '$lib/format/share.ts';
import { intervalWords } from '$lib/format/interval.ts';
import { formatChange, formatNumber, roundTo } from '$lib/format/number.ts';
import { formatMonth } from '$lib/calendar/date.ts';
import type { ProjectedMonth } from '$lib/questions/population/projection.ts';
import { valueLabel } from '$lib/format/value.ts';
import { isBaseline, notRecorded, type Scenario } from '$lib/projection/scenario.ts';

/** What figures are of while no scenario is on, and while one without a name is. */
export const baselineName = 'Baseline';
export const scenarioWithoutName = 'Scenario';

/** The same within a sentence. */
export function ofWords(of: string): string {
  return of === baselineName || of === scenarioWithoutName ? of.toLowerCase() : `scenario “${of}”`;
}

/** What a scenario changes, as a phrase: "admissions −10 %, stays of drug +5 %, from Sep 2026, retroactive". */
export function scenarioWords(scenario: Scenario, starts: readonly string[]): string {
  if (isBaseline(scenario)) return 'nothing changes';
  const parts = [
    ...changes(scenario.admissions, 'admissions', (name) => `admissions, ${name}`),
    ...(scenario.returns !== 0 ? [`returns ${formatPercentChange(scenario.returns)}`] : []),
    ...changes(scenario.stays, 'stays', (name) => `stays, ${name}`),
    ...(scenario.stayMonths !== 0
      ? [
          `every stay ${Math.abs(scenario.stayMonths)} ${Math.abs(scenario.stayMonths) === 1 ? 'month' : 'months'} ${scenario.stayMonths > 0 ? 'longer' : 'shorter'}`,
        ]
      : []),
    `from ${formatMonth(starts[scenario.start - 1] ?? starts[0] ?? '')}`,
  ];
  const staysChange = scenario.stayMonths !== 0 || Object.values(scenario.stays).some((percent) => percent !== 0);
  if (staysChange) parts.push(scenario.retroactive ? 'for everybody in custody then' : 'for new admissions');
  return parts.join(', ');
}

function changes(list: Readonly<Record<string, number>>, all: string, one: (name: string) => string): string[] {
  return Object.entries(list)
    .filter(([, percent]) => percent !== 0)
    .map(
      ([name, percent]) =>
        `${name === 'all' ? all : one(valueLabel(name === notRecorded ? null : name).toLowerCase())} ${formatPercentChange(percent)}`,
    );
}

/** The difference a scenario makes a year and three years ahead, with its interval. */
export function differenceSentence(rows: readonly ProjectedMonth[]): string {
  const parts = [12, 36].flatMap((months) => {
    const row = rows[months - 1];
    if (!row || row.difference === null) return [];
    const [from, to] = [row.difference_lower80 ?? 0, row.difference_upper80 ?? 0];
    return [
      `${formatChange(row.difference)} people in ${formatMonth(row.month)} (${intervalWords(formatChange(from), formatChange(to), 80)})`,
    ];
  });
  return parts.length > 0 ? `Against the baseline: ${parts.join(', ')}.` : '';
}

/** The scenario in one sentence, for the heading of the fan. */
export function scenarioFinding(rows: readonly ProjectedMonth[], name: string): string {
  const row = rows[35] ?? rows.at(-1);
  if (!row || row.difference === null) return `${name}, being simulated`;
  const size = Math.abs(roundTo(row.difference));
  if (size === 0)
    return `${name}: nothing changes by ${formatMonth(row.month)}: ${formatNumber(row.projected)} people, as in the baseline`;
  return `${name}: ${formatNumber(size)} ${row.difference > 0 ? 'more' : 'fewer'} people than the baseline by ${formatMonth(row.month)}: ${formatNumber(row.projected)}`;
}
