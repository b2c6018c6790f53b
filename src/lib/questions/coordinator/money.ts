import {
  addDays,
  addMonths,
  daysBetween,
  firstOfMonth,
  monthOfYear,
  yearOf,
  type IsoDate,
} from '../../calendar/date.ts';
import type { RawRow } from '../../engine/engine.ts';
import {
  eventWindow,
  grainParameter,
  groupColumn,
  groupedOf,
  groupedRows,
  monthColumn,
  monthOf,
  placeGroups,
  placeScopes,
  rated,
  ratedColumns,
  type Grouped,
  type Rated,
} from '../casework/case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { agencyPart, compareGroups, coveredWindow } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import { chosenRows, grouped, inMonths, sql, statement } from '../sql.ts';

export interface FinancialResponsibility extends Grouped, Rated {
  /** Month whose people are counted: the last one on record in the period, or the row's own. */
  counted_month: IsoDate | null;
  people: number;
  participating: number;
  refused: number;
  exempt: number;
  completed: number;
  /** Null, as what was paid, where no amounts were supplied. */
  planned: number | null;
  paid: number | null;
  /** Paid as a share of planned, over all months of the row. */
  paid_share: number | null;
}

const financialGroups = [...placeGroups, 'unit_id'] as const satisfies readonly DimensionId[];

export const financialResponsibility = question({
  id: 'coordinator/financial-responsibility',
  title: 'Financial Responsibility: participating, refusing, paid',
  description:
    'People by status in the last month on record of the period, and amounts planned and paid in all its months. A person belongs to the place of the month’s last night.',
  columns: [
    monthColumn,
    groupColumn,
    { name: 'counted_month', kind: 'month', meaning: 'Month whose people are counted' },
    { name: 'people', kind: 'count', meaning: 'People with a record in that month' },
    { name: 'participating', kind: 'count', meaning: 'Of those, participating' },
    { name: 'refused', kind: 'count', meaning: 'Of those, refusing' },
    { name: 'exempt', kind: 'count', meaning: 'Of those, exempt' },
    { name: 'completed', kind: 'count', meaning: 'Of those, with all paid' },
    { name: 'planned', kind: 'number', meaning: 'Amount planned in the months of the row' },
    { name: 'paid', kind: 'number', meaning: 'Amount paid in the months of the row' },
    { name: 'paid_share', kind: 'share', meaning: 'Paid as a share of planned' },
    ...ratedColumns('Participating as a share of participating and refusing'),
  ],
  parameters: [grainParameter],
  by: financialGroups,
  scopes: [...placeScopes, 'unit'],
  eachUnit: true,
  needs: () => agencyPart('financial_month'),
  statements(request) {
    const months = inMonths(coveredWindow(request));
    const last =
      request.params.grain === 'month' ? sql`month` : sql`(SELECT max(month) FROM financial_month WHERE ${months})`;
    const people = (status: string) =>
      sql`coalesce(sum(people) FILTER (WHERE month = ${last} AND status = ${status}), 0)::INTEGER`;
    return [
      statement(sql`
        SELECT ${monthOf('month', request)} AS month, ${grouped(request)}, CAST(max(${last}) AS VARCHAR) AS counted_month,
          coalesce(sum(people) FILTER (WHERE month = ${last}), 0)::INTEGER AS people,
          ${people('participating')} AS participating, ${people('refused')} AS refused, ${people('exempt')} AS exempt, ${people('completed')} AS completed,
          sum(planned_amount) AS planned, sum(paid_amount) AS paid
        FROM financial_month
        WHERE ${months} AND ${chosenRows(request, financialGroups)}
        GROUP BY ALL`),
    ];
  },
  rows: ([found = []], request): FinancialResponsibility[] =>
    groupedRows(found, coveredWindow(request), request, (row) => {
      const count = (name: string) => Number(row[name] ?? 0);
      return {
        ...groupedOf(row),
        counted_month: (row.counted_month ?? null) as IsoDate | null,
        people: count('people'),
        participating: count('participating'),
        refused: count('refused'),
        exempt: count('exempt'),
        completed: count('completed'),
        planned: cents(count('planned')),
        paid: cents(count('paid')),
        paid_share: count('planned') > 0 ? count('paid') / count('planned') : null,
        ...rated(count('participating'), count('participating') + count('refused'), request),
      };
    }),
});

export interface ReleaseCost {
  group: string | null;
  fiscal_year: number;
  /** Null where an institution that spent has no budget on record. */
  budget: number | null;
  spent: number;
  share: number | null;
  /** Share of the fiscal year that lies before the end of the as-of date. */
  elapsed: number;
}

/** The fiscal year a day lies in, by the year it ends in, and its first day. */
function fiscalYear(day: IsoDate, request: Request): { year: number; from: IsoDate; to: IsoDate } {
  const start = request.dataset.settings.fiscal_year_start_month;
  const months = (monthOfYear(day) - start + 12) % 12;
  const from = addMonths(firstOfMonth(day), -months);
  return { year: start === 1 ? yearOf(from) : yearOf(from) + 1, from, to: addMonths(from, 12) };
}

export const releaseCost = question({
  id: 'coordinator/release-cost',
  title: 'Release cost center: spent of the budget',
  description:
    'Postings to the release cost center in every fiscal year the period touches, to the as-of date, against the year’s budget.',
  columns: [
    groupColumn,
    { name: 'fiscal_year', kind: 'count', meaning: 'Fiscal year, by the year it ends in' },
    {
      name: 'budget',
      kind: 'number',
      meaning: 'Budget of the year; null where an institution that spent has none on record',
    },
    { name: 'spent', kind: 'number', meaning: 'Posted in the year, to the as-of date' },
    { name: 'share', kind: 'share', meaning: 'Spent as a share of the budget' },
    { name: 'elapsed', kind: 'share', meaning: 'Share of the year gone by on the as-of date' },
  ],
  parameters: [],
  by: placeGroups,
  scopes: placeScopes,
  needs: () => [...agencyPart('release_spending'), ...agencyPart('release_funds')],
  statements(request) {
    const { first, last } = yearsOf(request);
    const place = chosenRows(request, placeGroups);
    return [
      statement(sql`
        SELECT ${grouped(request)}, facility_id, CAST(month AS VARCHAR) AS month, sum(amount) AS amount
        FROM release_spending
        WHERE ${inMonths({ from: first.from, to: last.to })} AND ${place}
        GROUP BY 1, 2, 3`),
      statement(sql`
        SELECT ${grouped(request)}, facility_id, fiscal_year, sum(amount) AS amount
        FROM release_funds
        WHERE fiscal_year BETWEEN CAST(${first.year} AS INTEGER) AND CAST(${last.year} AS INTEGER) AND ${place}
        GROUP BY 1, 2, 3`),
    ];
  },
  rows([spending = [], budgets = []], request): ReleaseCost[] {
    if (eventWindow(request).days === 0) return [];
    const compare = compareGroups(request);
    const years = new Map<string, { group: string | null; year: number; spent: RawRow[]; funded: RawRow[] }>();
    const at = (row: RawRow, year: number) => {
      const key = `${year}\t${row.group}`;
      const known = years.get(key) ?? { group: row.group as string | null, year, spent: [], funded: [] };
      years.set(key, known);
      return known;
    };
    for (const row of spending) at(row, fiscalYear(row.month as IsoDate, request).year).spent.push(row);
    for (const row of budgets) at(row, Number(row.fiscal_year)).funded.push(row);
    return [...years.values()]
      .map(({ group, year, spent, funded }) => {
        const withBudget = new Set(funded.map((row) => row.facility_id));
        const total = (rows: RawRow[]) => cents(rows.reduce((sum, row) => sum + Number(row.amount), 0));
        const budget =
          funded.length > 0 && spent.every((row) => withBudget.has(row.facility_id)) ? total(funded) : null;
        const share = budget === null || budget === 0 ? null : total(spent) / budget;
        return { group, fiscal_year: year, budget, spent: total(spent), share, elapsed: elapsedOf(year, request) };
      })
      .sort((a, b) => a.fiscal_year - b.fiscal_year || compare(a.group, b.group));
  },
});

/** Sums of amounts in hundredths are hundredths: what rounding left behind them is taken off. */
function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function yearsOf(request: Request) {
  const { from, to } = eventWindow(request);
  return { first: fiscalYear(from, request), last: fiscalYear(from < to ? addDays(to, -1) : from, request) };
}

function elapsedOf(year: number, request: Request): number {
  const start = request.dataset.settings.fiscal_year_start_month;
  const from = `${String(start === 1 ? year : year - 1).padStart(4, '0')}-${String(start).padStart(2, '0')}-01`;
  const gone = daysBetween(from, addDays(request.dataset.as_of, 1));
  return Math.min(1, Math.max(0, gone / daysBetween(from, addMonths(from, 12))));
}
