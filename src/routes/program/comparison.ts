import type { Balance } from '$lib/analysis/program-comparison/weighting.ts';
import type { ProgramComparison } from '$lib/analysis/program-comparison/comparison.ts';
import { gateBounds, type Gate } from '$lib/analysis/program-comparison/gates.ts';
import {
  describeDoublyRobust,
  describeEValue,
  describeGate,
  describeProgram,
  gateLabels,
} from '$lib/analysis/program-comparison/wording.ts';
import { atRiskAt } from '$lib/analysis/survival.ts';
import { formatNumber } from '$lib/format/number.ts';
import { intervalWords } from '$lib/format/interval.ts';
import { formatHundredths, formatPercent, formatPointsNumber } from '$lib/format/share.ts';
import type { StepSeries } from '$lib/ui/charts/step-chart.ts';
import type { Manifest } from '$lib/export/manifest.ts';
import { dimensions, type DimensionId } from '$lib/questions/dimensions.ts';
import { groupLabel } from '$lib/questions/labels.ts';
import type { ComparedLine, ComparisonAccount } from '$lib/questions/programs/comparison.ts';
import { yearTicks } from '$lib/summaries/recidivism.ts';

/** What the page on a program says of its outcome comparison. */

export const lineLabels: Readonly<Record<ComparedLine, string>> = {
  started: 'Everybody who began',
  completed: 'Second line: only those who completed',
};

/** The verdict; the second line says of whom it speaks and why it proves less. */
export function verdictWords(found: ProgramComparison, line: ComparedLine, verb: string): string {
  const words = describeProgram(found, { verb });
  return line === 'started'
    ? words
    : `${words} Those who complete differ from those who begin in more than what is recorded: this line says less than the first.`;
}

/** What stands beside the difference: the second estimate, what would have to be unrecorded, and the institution. */
export function besideWords(found: ProgramComparison): string[] {
  if (!found.rates) return [];
  const institution =
    found.institution === false
      ? 'The institution is not accounted for: with it the groups could not be made alike.'
      : found.institution
        ? 'The institution is accounted for.'
        : null;
  return [describeDoublyRobust(found), describeEValue(found), institution].filter((words) => words !== null);
}

/** The heading over a comparison: the finding in a few words. */
export function verdictTitle({ verdict, rates }: ProgramComparison, verb: string): string {
  if (verdict === 'not_comparable' || !rates) return 'Not comparable';
  if (verdict === 'undecided') return 'The figures do not tell either way';
  const [treated, comparison] = [rates.treated, rates.comparison].map((rate) => formatHundredths(rate));
  return `${treated} of 100 who took part ${verb}, against ${comparison} of 100 people like them who did not`;
}

export interface GateLine {
  label: string;
  passed: string;
  words: string;
}

export function gateLines(gates: readonly Gate[]): GateLine[] {
  return gates.map((gate) => ({
    label: gateLabels[gate.gate],
    passed: gate.passed ? 'holds' : 'does not hold',
    words: describeGate(gate),
  }));
}

/** Submitted → analysed, as a sentence. */
export function accountWords(account: ComparisonAccount, { treated, comparison }: ProgramComparison): string {
  const left = [
    [account.exposed_after, 'took part after release'],
    [account.not_followed, 'were released too short a time ago'],
    [account.elsewhere, 'were released from where, or in a year in which, nobody took part'],
  ] as const;
  const out = left.filter(([count]) => count > 0).map(([count, why]) => `${formatNumber(count)} ${why}`);
  const years =
    account.first_cohort === null
      ? ''
      : account.first_cohort === account.last_cohort
        ? ` Released in ${account.first_cohort}.`
        : ` Released ${account.first_cohort} to ${account.last_cohort}.`;
  return `Of ${formatNumber(account.released)} releases, ${formatNumber(treated + comparison)} are compared: ${formatNumber(treated)} took part, ${formatNumber(comparison)} did not.${out.length > 0 ? ` Left out: ${out.join('; ')}.` : ''}${years}`;
}

export interface BalanceLine extends Balance {
  label: string;
}

/** Levels in the order the data name them in: 'Under 6' months before '6–12'. */
export function balanceLines(
  balance: readonly Balance[],
  dataset: Pick<Manifest, 'scopes' | 'dimensions'>,
): BalanceLine[] {
  const covariates = [...new Set(balance.map(({ covariate }) => covariate))];
  return covariates.flatMap((covariate) => {
    const id = covariate as DimensionId;
    const order = dataset.dimensions[id] ?? [];
    const place = ({ level }: Balance) => (order.includes(level) ? order.indexOf(level) : order.length);
    return balance
      .filter((row) => row.covariate === covariate)
      .toSorted((a, b) => place(a) - place(b))
      .map((row) => ({ ...row, label: `${dimensions[id]?.label ?? id}: ${groupLabel(row.level, id, dataset)}` }));
  });
}

/** Standard deviations at the ends of a balance plot: all differences fit, and the bounds are seen. */
export function balanceReach(balance: readonly Balance[]): number {
  const most = Math.max(
    gateBounds.imbalance,
    ...balance.flatMap(({ before, after }) => [Math.abs(before), Math.abs(after)]),
  );
  return Math.max(0.3, Math.ceil(most * 10) / 10);
}

export function balanceFinding(balance: readonly Balance[]): string {
  if (balance.length === 0) return 'The groups could not be made alike';
  const most = (of: (row: Balance) => number) => formatNumber(Math.max(...balance.map((row) => Math.abs(of(row)))), 2);
  return `Largest difference in what is recorded: ${most(({ before }) => before)} standard deviations before weighting, ${most(({ after }) => after)} after`;
}

/** Weighted curves as the chart draws them; read every four weeks. */
export function comparisonSeries({ curves }: ProgramComparison): StepSeries[] {
  if (!curves) return [];
  const read = (curve: NonNullable<typeof curves>['treated'], id: string, label: string): StepSeries => {
    const last = curve.steps.at(-1)?.time ?? 0;
    const at = (day: number) => curve.steps.findLast(({ time }) => time <= day);
    const days = Array.from({ length: Math.floor(last / 14) + 1 }, (_, index) => index * 14);
    return {
      id,
      label,
      steps: days.map((day) => ({ x: day, y: 1 - (at(day)?.survival ?? 1) })),
      atRisk: yearTicks(last).map((tick) => ({
        x: tick,
        // Three years of 365.25 days are a day more than the 1,095 everybody is followed.
        n: Math.round(atRiskAt(curve, Math.min(tick, last))),
      })),
    };
  };
  return [
    read(curves.treated, 'treated', 'Took part'),
    read(curves.comparison, 'comparison', 'People like them who did not'),
  ];
}

/** '26.1 %, against 36.1 %; difference −10.0 points (−11.0 to −8.9)'. */
export function ratesWords({ rates, interval }: ProgramComparison): string {
  if (!rates || !interval) return '';
  const points = (share: number) => formatPointsNumber(share, 1);
  return `${formatPercent(rates.treated)} against ${formatPercent(rates.comparison)}; difference ${points(rates.difference)} points (${intervalWords(points(interval.lower), points(interval.upper))})`;
}
