import { own } from '../../analysis/own.ts';
import { formatDate, type IsoDate } from '../../calendar/date.ts';
import { formatList } from '../../format/list.ts';
import { formatQuantity } from '../../format/quantity.ts';
import { definitionId } from './hash.ts';
import { statesOf } from './row-states.ts';
import { unlistedKey, type CountedRow, type MemoFigure, type MemoInput, type MemoMeasure } from './input.ts';
import type { Seal, SealedFigure, SealedRow } from './sealed.ts';
import { countsText, positionWords } from './words.ts';

/** One figure of a signed memorandum that the data in place give otherwise. */
export interface Restated {
  readonly measure: string;
  readonly label: string;
  /** '61 of 69'. */
  readonly was: string;
  readonly now: string;
  /** What moved it, as a clause: '2 items were recorded late'. */
  readonly why: string;
}

/** A signed memorandum beside the data in place. */
export interface Comparison {
  /** Figures of the same days that are other ones now. */
  readonly restated: readonly Restated[];
  /** Figures that only followed the course of time: work done after the day the signed data end. */
  readonly wentOn: readonly Restated[];
}

type Numbers = Pick<SealedFigure, 'n' | 'd' | 'value' | 'lower' | 'upper' | 'date'>;
const nothing: Numbers = { n: null, d: null, value: null, lower: null, upper: null, date: null };

/** The numbers of a figure, whatever its kind. */
export function numbersOf(figure: MemoFigure | null): Numbers {
  switch (figure?.kind) {
    case undefined:
      return nothing;
    case 'share': {
      const { done: n, of: d, lower, upper } = figure;
      return { n, d, value: d === 0 ? null : n / d, lower, upper, date: null };
    }
    case 'rate': {
      const { events: n, exposure: d, lower, upper } = figure;
      return { n, d, value: d === 0 ? null : n / d, lower, upper, date: null };
    }
    case 'amount':
      return { ...nothing, n: figure.value, value: figure.value };
    case 'date':
      return { ...nothing, date: figure.date };
  }
}

/** A signed memorandum beside the same person and quarter in the data in place; null where nothing of them is left. */
export async function compareNow(seal: Seal, input: MemoInput | null): Promise<Comparison> {
  const measures = input?.measures ?? [];
  const ids = await Promise.all(measures.map(async (measure) => [measure.id, await definitionId(measure)] as const));
  return compareSealed(seal, input, new Map(ids));
}

/**
 * What the data in place say of the figures of a signed memorandum.
 * @param input the same person and quarter today; null where there is nothing of them any more
 * @param definitions ids of the definitions of today, by measure
 */
export function compareSealed(
  { figures, as_of: asOf }: Pick<Seal, 'figures' | 'as_of'>,
  input: Pick<MemoInput, 'measures' | 'rows'> | null,
  definitions: ReadonlyMap<string, string>,
): Comparison {
  const restated: Restated[] = [];
  const wentOn: Restated[] = [];
  for (const sealed of figures) {
    const { measure: id, label, text: was } = sealed;
    const measure = input?.measures.find((item) => item.id === id);
    if (!measure) {
      restated.push({ measure: id, label, was, now: 'no figure', why: 'the data no longer give it' });
      continue;
    }
    const rows = input?.rows ? (input.rows.find((item) => item.measure === id)?.rows ?? []) : null;
    const steps = stepsOf(sealed, rows, asOf);
    const redefined = definitions.get(id) !== sealed.definition;
    const unchanged = sameNumbers(sealed, numbersOf(measure.figure));
    if (unchanged && !redefined && steps.moved.length === 0) continue;
    const now = countsText(measure.figure, measure);
    const line = { measure: id, label, was, now: withPosition(now, sealed, measure) };
    const timeAlone = !redefined && steps.moved.length === 0 && (steps.later.length > 0 || isLater(sealed, measure));
    if (timeAlone) wentOn.push({ ...line, why: formatList(steps.later) || `the day was moved on` });
    else {
      const why = [...(redefined ? ['its definition changed'] : []), ...steps.moved, ...steps.later];
      restated.push({ ...line, why: formatList(why) || whyUnknown(sealed, rows) });
    }
  }
  return { restated, wentOn };
}

function sameNumbers(a: Numbers, b: Numbers): boolean {
  // Sums of days over months may differ in their last digit from one engine to the other.
  const same = (x: number | null, y: number | null) =>
    x === null || y === null ? x === y : Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(x), Math.abs(y));
  return same(a.n, b.n) && same(a.d, b.d) && a.date === b.date;
}

/** A certification that was renewed has its day moved on: nothing signed was otherwise. */
function isLater({ date }: SealedFigure, { figure }: MemoMeasure): boolean {
  return figure?.kind === 'date' && figure.date !== null && (date === null || figure.date > date);
}

function withPosition(now: string, { position }: SealedFigure, measure: MemoMeasure): string {
  if (measure.position === position || measure.position === null) return now;
  return `${now}, now ${positionWords[measure.position]}`;
}

function whyUnknown({ rows: sealed }: SealedFigure, rows: readonly CountedRow[] | null): string {
  if (sealed === null) return 'no rows of it are told, so nothing says why';
  return rows === null ? 'the rows of so old a quarter are no longer kept' : 'nothing in its rows says why';
}

/** What happened to the rows of a figure, as clauses: what moved it, and what came in the course of time. */
function stepsOf(
  { measure, rows: sealed }: SealedFigure,
  rows: readonly CountedRow[] | null,
  asOf: IsoDate,
): { moved: string[]; later: string[] } {
  if (sealed === null || rows === null) return { moved: [], later: [] };
  const before = new Map(sealed.filter(([key]) => key !== unlistedKey).map((row) => [row[0], row]));
  const now = rows.filter(({ key }) => key !== unlistedKey);
  const keys = new Set(now.map(({ key }) => key));
  const fresh = now.filter(({ key, n, d }) => !before.has(key) && (n !== 0 || d !== 0));
  const gone = [...before.values()].filter(([key, , n, d]) => !keys.has(key) && (n !== 0 || d !== 0));
  const other = now.flatMap((row) => {
    const was = before.get(row.key);
    return was && (was[2] !== row.n || was[3] !== row.d) ? [{ was, row }] : [];
  });
  const after = (date: IsoDate | null) => date !== null && date > asOf;
  const late = fresh.filter(({ date }) => !after(date));
  const corrected = other.filter(({ row }) => !after(row.done));
  const was = (count: number, what: string) => `${formatQuantity(count, 'item was', 'items were')} ${what}`;
  const said = (count: number, what: string) => (count === 0 ? [] : [was(count, what)]);
  return {
    moved: [
      ...said(gone.length, 'withdrawn'),
      ...correctedClauses(corrected, statesOf(measure)),
      ...said(late.length, 'recorded late'),
      ...unlistedClause(sealed, rows),
    ],
    later: [
      ...said(fresh.length - late.length, `due after ${formatDate(asOf)}`),
      ...said(other.length - corrected.length, `done after ${formatDate(asOf)}`),
    ],
  };
}

/** '2 items are counted otherwise (not done → on time)', for each way in which they are. */
function correctedClauses(
  corrected: readonly { was: SealedRow; row: CountedRow }[],
  states: Readonly<Record<string, string>>,
): string[] {
  const ways = new Map<string, number>();
  for (const { was, row } of corrected) {
    const way = `${own(states, was[1]) ?? was[1]} → ${own(states, row.state) ?? row.state}`;
    ways.set(way, (ways.get(way) ?? 0) + 1);
  }
  return [...ways].map(([way, count]) => `${formatQuantity(count, 'item is', 'items are')} counted otherwise (${way})`);
}

/** Work that is counted and never listed has no keys: only its counts can be set side by side. */
function unlistedClause(sealed: readonly SealedRow[], rows: readonly CountedRow[]): string[] {
  const [, , n = 0, d = 0] = sealed.find(([key]) => key === unlistedKey) ?? [];
  const now = rows.find(({ key }) => key === unlistedKey);
  if (n === (now?.n ?? 0) && d === (now?.d ?? 0)) return [];
  return [`work that is never listed is ${now?.n ?? 0} of ${now?.d ?? 0}, after ${n} of ${d}`];
}
