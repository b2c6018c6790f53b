import { relativeSlots } from './due.ts';
import { emptyRecord, type ErrorRecord } from './predictive.ts';
import { blockMonths, windowMonths, type Snapshot, type StratumSnapshot } from './snapshot.ts';
import type { Work } from './work.ts';

/** One row of the marts a projection is made from. */
export interface InputRow {
  /** Number of the group of people; −1 for figures of the place as a whole. */
  stratum: number;
  kind: string;
  slot: number;
  name: string | null;
  detail: string | null;
  value: number;
}

/** What is known of a place, read back from its rows. */
export interface PlaceInput {
  /** First month of the history and the month of the as-of date, counted from the year 0. */
  first: number;
  last: number;
  /** People at month ends, index 0 the one before the first month; null where nothing was counted. */
  population: (number | null)[];
  /** Null where only counts are known. */
  snapshot: Snapshot | null;
  /**
   * People expected by months ahead, index 0 today: with its institutions (or for one, with its neighbours) made to add
   * up, which takes all of them. Empty where the place stands alone.
   */
  baseline: readonly number[];
  /** What past projections of the place were wrong by. */
  record: ErrorRecord;
  /** Work its people bring, by what it is counted in; null where it is not known. */
  work: Readonly<Record<WorkUnit, Work | null>>;
}

/** What work is counted in beside people: tasks that fall due by law and settings, or hours by a time study. */
export const workUnits = ['deadlines', 'hours'] as const;
export type WorkUnit = (typeof workUnits)[number];

export const noWork: PlaceInput['work'] = { deadlines: null, hours: null };

const workParts = ['perPerson', 'perArrival', 'perDeparture', 'perFollowed', 'departures'] as const;

const byAge = ['undated', 'dated', 'due', 'risk', 'exits'] as const;

/** The rows of a place. */
export function inputRows({ first, last, population, snapshot, baseline, record, work }: PlaceInput): InputRow[] {
  const rows: InputRow[] = [];
  const add = (
    stratum: number,
    kind: string,
    slot: number,
    value: number,
    name: string | null = null,
    detail: string | null = null,
  ) => rows.push({ stratum, kind, slot, name, detail, value });
  add(-1, 'first', 0, first);
  add(-1, 'last', 0, last);
  population.forEach((people, m) => people !== null && add(-1, 'population', m, people));
  baseline.forEach((people, h) => add(-1, 'baseline', h, people));
  record.counts.forEach((count, h) => {
    if (count === 0) return;
    add(-1, 'record_squares', h, record.squares[h]!);
    add(-1, 'record_counts', h, count);
  });
  for (const unit of workUnits) {
    const own = work[unit];
    if (own) workParts.forEach((part, i) => add(-1, `work_${unit}`, i, own[part]));
  }
  if (!snapshot) return rows;
  const list = (stratum: number, kind: string, values: ArrayLike<number>) => {
    for (let slot = 0; slot < values.length; slot++) if (values[slot] !== 0) add(stratum, kind, slot, values[slot]!);
  };
  snapshot.strata.forEach((kind, g) => {
    add(g, 'stratum', 0, kind.type === null ? 0 : 1, kind.label, kind.type);
    kind.mix.forEach(({ type, offense, share }, i) => add(g, 'mix', i, share, type, offense));
    for (const name of byAge) list(g, name, kind[name]);
    list(g, 'admissions', kind.admissions);
  });
  list(-1, 'released', snapshot.exits);
  snapshot.due?.forEach(({ risk, exits }, block) => {
    list(-1, `due_risk_${block}`, risk);
    list(-1, `due_exits_${block}`, exits);
  });
  if (snapshot.withoutDate) {
    list(-1, 'without_date_risk', snapshot.withoutDate.risk);
    list(-1, 'without_date_exits', snapshot.withoutDate.exits);
  }
  if (snapshot.returnsSince) {
    add(-1, 'returns_followed', 0, snapshot.returnsSince.length);
    list(-1, 'returns', snapshot.returnsSince);
  }
  snapshot.designated.forEach((people, i) => add(-1, 'designated', i, people));
  return rows;
}

/** Reads the rows of one place back; null without any. */
export function readInput(rows: readonly InputRow[]): PlaceInput | null {
  const whole = rows.filter(({ stratum }) => stratum < 0);
  const single = (kind: string) => whole.find((row) => row.kind === kind)?.value;
  const [first, last] = [single('first'), single('last')];
  if (first === undefined || last === undefined) return null;
  const months = last - first + 1;
  const population = new Array<number | null>(months + 1).fill(null);
  for (const { kind, slot, value } of whole) if (kind === 'population') population[slot] = value;
  const groups: InputRow[][] = [];
  for (const row of rows) if (row.stratum >= 0) (groups[row.stratum] ??= []).push(row);
  const baseline: number[] = [];
  const record = emptyRecord();
  for (const { kind, slot, value } of whole) {
    if (kind === 'baseline') baseline[slot] = value;
    if (kind === 'record_squares') record.squares[slot] = value;
    if (kind === 'record_counts') record.counts[slot] = value;
  }
  const work = { deadlines: readWork(whole, 'deadlines'), hours: readWork(whole, 'hours') };
  if (groups.length === 0) return { first, last, population, snapshot: null, baseline, record, work };
  const values = (from: readonly InputRow[], kind: string, length?: number): number[] => {
    const own = from.filter((row) => row.kind === kind);
    const list = new Array<number>(length ?? own.reduce((most, { slot }) => Math.max(most, slot + 1), 0)).fill(0);
    for (const { slot, value } of own) list[slot] = value;
    return list;
  };
  const strata = groups.map((own): StratumSnapshot => {
    const head = own.find(({ kind }) => kind === 'stratum');
    return {
      label: head?.name ?? '',
      type: head?.value === 1 ? (head.detail ?? null) : null,
      mix: own
        .filter(({ kind }) => kind === 'mix')
        .sort((a, b) => a.slot - b.slot)
        .map(({ name, detail, value }) => ({ type: name, offense: detail, share: value })),
      undated: values(own, 'undated'),
      dated: values(own, 'dated'),
      due: values(own, 'due'),
      risk: values(own, 'risk'),
      exits: values(own, 'exits'),
      admissions: values(own, 'admissions', months),
    };
  });
  const blocks = Array.from({ length: windowMonths / blockMonths }, (_, block) => ({
    risk: values(whole, `due_risk_${block}`, relativeSlots),
    exits: values(whole, `due_exits_${block}`, relativeSlots),
  })).filter(({ risk }) => risk.some((people) => people > 0));
  const followed = single('returns_followed');
  const snapshot: Snapshot = {
    firstMonth: first % 12,
    strata,
    exits: values(whole, 'released', months),
    due: blocks.length > 0 ? blocks : null,
    withoutDate:
      blocks.length > 0
        ? { risk: values(whole, 'without_date_risk'), exits: values(whole, 'without_date_exits') }
        : null,
    returnsSince: followed === undefined ? null : values(whole, 'returns', followed),
    designated: values(whole, 'designated'),
  };
  return { first, last, population, snapshot, baseline, record, work };
}

function readWork(whole: readonly InputRow[], unit: WorkUnit): Work | null {
  const own = whole.filter(({ kind }) => kind === `work_${unit}`);
  if (own.length === 0) return null;
  const at = (part: (typeof workParts)[number]) => own.find(({ slot }) => slot === workParts.indexOf(part))?.value ?? 0;
  return {
    perPerson: at('perPerson'),
    perArrival: at('perArrival'),
    perDeparture: at('perDeparture'),
    perFollowed: at('perFollowed'),
    departures: at('departures'),
  };
}
