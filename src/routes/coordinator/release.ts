import { formatNumber } from '$lib/format/number.ts';
import { formatDollars } from '$lib/format/quantity.ts';
import { formatPercent } from '$lib/format/share.ts';
import { formatMonth } from '$lib/calendar/date.ts';
import type { FinancialResponsibility, ReleaseCost } from '$lib/questions/coordinator/money.ts';
import type { ReleaseReadiness } from '$lib/questions/coordinator/release.ts';
import { valueLabel } from '$lib/format/value.ts';
import { contextOf, countedRate, figuresOf, type DutyReader } from '$lib/summaries/coordinator.ts';
import { amountDuty, rateDuty, spanned, type Duty, type Tally } from '$lib/summaries/duty.ts';

const unknown: Tally = { count: null, of: null };

/** People taking part of those asked to; without a month on record nothing is known, and that is no zero. */
export function participation({ counted_month, participating, refused }: FinancialResponsibility): Tally {
  return counted_month === null ? unknown : { count: participating, of: participating + refused };
}

function payment({ counted_month, paid, planned }: FinancialResponsibility): Tally {
  return counted_month === null ? unknown : { count: paid, of: planned };
}

/** Duties towards victims and courts: counts on time only, nobody is listed. */
export function obligationDuties(reader: DutyReader): Duty[] {
  const financial = reader.panels.rows('financial')[0];
  const paid = reader.panels.rows('paid')[0];
  const month = financial?.counted_month ? formatMonth(financial.counted_month) : '';
  return [
    countedRate(reader, 'victims', 'Victim/Witness notifications on time', 'on_time', 'due'),
    rateDuty(
      {
        ...figuresOf(reader, 'financial', participation),
        label: 'Financial Responsibility: participating, of those participating or refusing',
        none: 'nobody was asked to take part',
        note: financial
          ? `${month}: ${formatNumber(financial.refused)} refusing, ${formatNumber(financial.exempt)} exempt, ${formatNumber(financial.completed)} with all paid`
          : '',
      },
      contextOf(reader, 'financial'),
    ),
    amountDuty(
      {
        ...figuresOf(reader, 'paid', payment),
        label: 'Financial Responsibility: paid of planned',
        beside: paid?.planned == null ? '' : `of ${formatDollars(paid.planned)}`,
        note: paid?.paid_share == null ? 'nothing was planned' : `${formatPercent(paid.paid_share, 0)} of planned`,
        format: formatDollars,
      },
      contextOf(reader, 'paid'),
    ),
  ];
}

export function releaseDuties(reader: DutyReader): Duty[] {
  const undecided = reader.panels.rows('accepted')[0]?.unreviewed;
  return [
    countedRate(reader, 'referrals', 'Community placement referrals on time', 'on_time', 'due'),
    countedRate(reader, 'accepted', 'Community placement referrals accepted', 'accepted', 'reviewed', {
      none: 'none has a result on record',
      note: undecided ? `${formatNumber(undecided)} made without a result on record` : '',
    }),
    countedRate(reader, 'checked', 'Releases with the checklist gone through', 'checked', 'releases', {
      none: 'nobody was released to the community',
    }),
    ...reader.panels.rows('cost').map((row) => costDuty(reader, row)),
  ];
}

function costDuty(reader: DutyReader, { fiscal_year, budget, spent, share, elapsed }: ReleaseCost): Duty {
  const over = elapsed < 1 ? `${formatPercent(elapsed, 0)} of the year gone` : 'year over';
  const before = reader.panels.rows('cost:before').find((row) => row.fiscal_year === fiscal_year - 1);
  const read = (row: ReleaseCost) => ({ count: row.spent, of: row.budget });
  const duty = amountDuty(
    {
      panel: 'cost',
      label: `Release cost center, FY ${fiscal_year}`,
      now: { count: spent, of: budget },
      before: before && read(before),
      beside: budget === null ? '' : `of ${formatDollars(budget)}`,
      note: budget === null ? 'no budget on record' : `${formatPercent(share, 0)} of the budget spent; ${over}`,
      format: formatDollars,
    },
    // A year is compared with a year, whatever the period.
    { ...reader, comparison: null },
  );
  if (!before) return { ...duty, part: true };
  const words = before.budget === null ? '' : ` of ${formatDollars(before.budget)}`;
  const compared = `FY ${fiscal_year - 1}: ${formatDollars(before.spent)}${words}`;
  const uneven = elapsed < 1 && before.elapsed >= 1 ? 'year to date against a whole year' : '';
  return { ...duty, part: true, compared: spanned(compared, { uneven }) };
}

/** An item of the release checklist, as a row of its table. */
export interface ChecklistRow {
  item: string;
  ready: number;
  recorded: number;
  rate: number | null;
  lower: number | null;
  upper: number | null;
}

export function checklistRows(rows: readonly ReleaseReadiness[]): ChecklistRow[] {
  return rows
    .filter(({ checked }) => checked > 0)
    .map(({ item, ...counts }) => ({
      ...counts,
      item: item === 'everything' ? 'All seven items' : valueLabel(item),
    }));
}
