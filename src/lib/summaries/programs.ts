import { formatNumber } from '../format/number.ts';
import { formatPercent } from '../format/share.ts';
import type { Manifest } from '../export/manifest.ts';
import { valueLabel } from '../format/value.ts';
import type { ProgramEntry } from '../questions/programs/list.ts';
import type { ProgramCompletion, ProgramFunnel, UnmetNeed } from '../questions/programs/funnel.ts';
import type { ProgramSeats, ProgramWait } from '../questions/programs/waits.ts';

/** What the pages on programs say of their figures. */

/** Why a wait has no median, or that it has one. */
const medianWords: Readonly<Record<ProgramWait['median_status'], string>> = {
  reached: 'reached',
  not_reached: 'half not reached',
  too_few: 'too few to say',
};

/** '34 days', or why there is no median of the waits from referral to start. */
export function waitText(wait: ProgramWait | undefined): string {
  if (!wait || wait.referred === 0) return 'nobody was referred';
  return wait.median_days === null ? medianWords[wait.median_status] : `${formatNumber(wait.median_days)} days`;
}

/** Share begun within the days a program should begin in, or that too few were waiting to say. */
export function waitNote(wait: ProgramWait | undefined): string | undefined {
  if (!wait || wait.referred === 0) return undefined;
  return wait.rate === null
    ? `too few waited on to say how many begin within ${wait.within_days} days`
    : `${formatPercent(wait.rate, 0)} within ${wait.within_days} days`;
}

/** One program with its figures, as the table lists it; never in an order of outcome. */
export interface ProgramLine {
  id: string;
  name: string;
  category: string;
  funnel: ProgramFunnel | undefined;
  completion: ProgramCompletion | undefined;
  wait: ProgramWait | undefined;
  seats: ProgramSeats | undefined;
}

/** Kinds of program people's needs are assessed for; a need of another kind is not zero, it is not looked for. */
export function isAssessed(category: string | null | undefined, { dimensions }: Pick<Manifest, 'dimensions'>): boolean {
  return dimensions['domain']?.includes(category ?? null) ?? false;
}

export function programLines(
  list: readonly ProgramEntry[],
  figures: {
    funnel: readonly ProgramFunnel[];
    completion: readonly ProgramCompletion[];
    waits: readonly ProgramWait[];
    seats: readonly ProgramSeats[];
  },
): ProgramLine[] {
  const of = <Row extends { group: string | null }>(rows: readonly Row[], id: string) =>
    rows.find(({ group }) => group === id);
  return list.map(({ program_id: id, name, category }) => ({
    id,
    name,
    category,
    funnel: of(figures.funnel, id),
    completion: of(figures.completion, id),
    wait: of(figures.waits, id),
    seats: of(figures.seats, id),
  }));
}

/** One step of the way from need to completion, as a bar. */
export interface FunnelStep {
  label: string;
  people: number;
  note: string;
}

/** Without the step of needs where they are not assessed. */
export function funnelSteps(row: ProgramFunnel | undefined, assessed = true): FunnelStep[] {
  if (!row) return [];
  const share = (part: number, whole: number, of: string) =>
    whole > 0 ? `${formatPercent(part / whole, 0)} of ${of}` : '';
  return [
    ...(row.needed === null || !assessed
      ? []
      : [{ label: 'Needs found', people: row.needed, note: 'moderate or high' }]),
    {
      label: 'Referred',
      people: row.referred,
      note: row.waiting > 0 ? `${formatNumber(row.waiting)} are waiting` : '',
    },
    { label: 'Started', people: row.started, note: share(row.started, row.referred, 'those referred') },
    {
      label: 'Completed',
      people: row.completed,
      note:
        row.in_progress > 0
          ? `${formatNumber(row.in_progress)} are still in progress`
          : share(row.completed, row.started, 'those started'),
    },
  ];
}

/** How those who started ended, drop-out apart from moves nobody chose. */
export function endingWords(row: ProgramCompletion | undefined): string {
  if (!row || row.ended === 0) return 'No participation ended in the period';
  return `Of ${formatNumber(row.ended)} whose participation ended, ${formatNumber(row.completed)} completed, ${formatNumber(row.withdrew)} withdrew, ${formatNumber(row.removed)} were removed; ${formatNumber(row.transferred)} were transferred and ${formatNumber(row.released)} released before the end`;
}

export function funnelFinding(row: ProgramFunnel | undefined): string {
  if (!row || row.referred === 0) return 'No referral was made in the period';
  return `${formatNumber(row.referred)} referrals in the period, of which ${formatNumber(row.started)} have started`;
}

export function unmetFinding(rows: readonly UnmetNeed[]): string {
  const needed = rows.reduce((sum, row) => sum + row.needed, 0);
  const without = rows.reduce((sum, row) => sum + row.none + row.referred, 0);
  if (needed === 0) return 'Nobody with a recorded need was released in the period';
  return `${formatPercent(without / needed, 0)} of the needs of people released had no program begun (${formatNumber(without)} of ${formatNumber(needed)})`;
}

export function categoryLabel(category: string | null): string {
  return valueLabel(category);
}
