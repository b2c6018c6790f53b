import type { IsoDate } from '../../calendar/date.ts';

/** What a quarterly memorandum is made from: facts only. gather.ts asks for them; tests write them by hand. */
export interface MemoInput {
  agency: string;
  /** Marking of the data ('Demonstration data…'), printed on every page; empty for none. */
  marking: string;
  person: { id: string; name: string };
  institution: { id: string; name: string };
  /** Units the person's cases were in; more than one where caseloads cross units. */
  units: readonly string[];
  /** Names the data give for the heading; null where they give none. */
  ratingOfficial: string | null;
  coordinator: string | null;
  period: MemoPeriod;
  asOf: IsoDate;
  dataVersion: string;
  /** Hash of the definitions the export was made with. */
  definitions: string;
  assigned: Assigned;
  /** What the data do not cover, as sentences. */
  notCovered: readonly string[];
  measures: readonly MemoMeasure[];
  /** What several measures share, defined once. */
  general: readonly { label: string; definition: MemoDefinition }[];
  context: MemoContext;
  overdue: readonly OverdueItem[];
  /** What the quarter's figures count as done late or not done, item by item; null where the rows are no longer kept. */
  notOnTime: NotOnTime | null;
  /** The rows each figure of the quarter counted, where it has any; null where they are no longer kept. */
  rows: readonly MeasureRows[] | null;
  /** Performance entries of the quarter; null where none are supplied. Who disputes is null where nobody supplied it. */
  entries: { entries: number; discussed: number; disputed: number | null } | null;
  /** Facts for section 7 that are in no measure's own row: repeat findings, entries discussed. */
  facts: readonly MemoFact[];
}

export interface MemoPeriod {
  id: string;
  /** 'FY 2026 Q3'. */
  short: string;
  /** 'FY 2026 Q3 (Apr 1 – Jun 30, 2026)'. */
  full: string;
  toDate: boolean;
  from: IsoDate;
  /** The last day, included. */
  last: IsoDate;
}

export interface Assigned {
  /** Days of the period with at least one case assigned. */
  days: number;
  /** Days of the period that the data cover. */
  of: number;
}

export type MemoElement = 2 | 3 | 4;
export const memoElements: readonly MemoElement[] = [2, 3, 4];

export const elementTitles: Readonly<Record<MemoElement, string>> = {
  2: 'Element 2: Performs Professional Duties',
  3: 'Element 3: Communicates',
  4: 'Element 4: Maintains and Provides Expertise',
};

/** One figure: of a person, a unit or an institution, in one period. Limits are null where no interval is made. */
export type MemoFigure =
  | { kind: 'share'; done: number; of: number; lower: number | null; upper: number | null }
  | { kind: 'rate'; events: number; exposure: number; lower: number | null; upper: number | null }
  | { kind: 'amount'; value: number; target: number | null }
  /** A last day; `ended` where it lies before the as-of date. */
  | { kind: 'date'; date: IsoDate | null; ended: boolean };

export interface MemoMeasure {
  id: string;
  label: string;
  element: MemoElement;
  /** Which way is good news; decides only on which side of section 7 a figure beyond the limits is listed. */
  direction: 'higher' | 'lower' | 'neither';
  /** What is counted, as a plural: 'contacts', 'hours'; for a share, what was done with what was due: 'on time'. */
  counts: string;
  /** For a rate, what it is divided by: 'person-months'. */
  exposure?: string;
  /** Said where nothing was due; 'none were due' by default. */
  none?: string;
  /** Fewest due for which a rate is shown, a setting of the agency. */
  minimum: number;
  /** This quarter. Null where the data do not hold it. */
  figure: MemoFigure | null;
  /** Up to four quarters, oldest first, this one last. */
  quarters: readonly { label: string; figure: MemoFigure | null }[];
  /** The same quarters together. */
  pooled: MemoFigure | null;
  unit: MemoFigure | null;
  institution: MemoFigure | null;
  /** Share expected for work of this mix, over the time the position rests on; null where it is not adjusted. */
  expected: number | null;
  /** The 95 % limits round it, over the same time; null where too few were due, or nothing is compared. */
  limits: { lower: number; upper: number } | null;
  position: Position | null;
  /** Where the position rests on more than the quarter: 'pooled over four quarters'. */
  basis?: string;
  definition: MemoDefinition;
}

/** Where a figure lies among the limits for its number due; null where it is not compared. */
export type Position = 'within' | 'above' | 'below' | 'far-above' | 'far-below' | 'too-few';

export interface MemoDefinition {
  definition: string;
  numerator?: string;
  denominator?: string;
  exclusions?: string;
  method?: string;
}

/** What the figures have to be read against. Null where the data do not say. */
export interface MemoContext {
  caseload: {
    /** Of every day of the period, those without a case among them. */
    average: number;
    lowest: number;
    highest: number;
    last: number;
    /** Average of the days with a case; null where that is every day, or none. */
    whileAssigned: number | null;
  } | null;
  /** Average daily caseload by group: custody level, risk, months to release. */
  mix: readonly { title: string; groups: readonly { label: string; people: number }[] }[];
  /** Cases taken over in the period, and those handed on or ended in it. */
  inflow: number | null;
  outflow: number | null;
  /** Items overdue when their case was taken over, and of them those cleared. */
  inherited: { overdue: number; cleared: number } | null;
  /** Due items counted neither on time nor late: grace after hand-over, stopped clocks. */
  setAside: number | null;
  /** Hours of the institution's case managers on custody posts; not recorded by person. */
  custodyPostHours: number | null;
  staffing: { filled: number; authorized: number } | null;
}

export interface OverdueItem {
  /** Pseudonym of the case; never a name. */
  case: string;
  task: string;
  due: IsoDate;
  days: number;
  /** Whose it is: theirs; overdue when they took the case over; or theirs, of a case handed on since. */
  hand: 'own' | 'taken over' | 'handed on';
}

/** The items behind 'not on time', and how many more are counted and never listed. */
export interface NotOnTime {
  readonly items: readonly NotOnTimeItem[];
  readonly unlisted: number;
}

export interface NotOnTimeItem {
  /** Pseudonym of the case; never a name. */
  case: string;
  task: string;
  due: IsoDate;
  /** Null where it is not done. */
  done: IsoDate | null;
  /** From the due date to the day it was done, or to the as-of date. */
  days: number;
  /** The rule and the dates that made it due. */
  why: string;
}

/** The rows behind the figure of one measure, in the order of their keys: they add up to it. */
export interface MeasureRows {
  readonly measure: string;
  readonly rows: readonly CountedRow[];
}

/** One thing a figure counted or set aside, and how. */
export interface CountedRow {
  /** The same in every export; a pseudonym or made of pseudonyms. */
  readonly key: string;
  /** A key of its list's states. */
  readonly state: string;
  /** What it adds to the numerator and the denominator. */
  readonly n: number;
  readonly d: number;
  /** Pseudonym of the case; null where it is about none. */
  readonly case: string | null;
  /** The day that puts it into the quarter, and the day it was done. */
  readonly date: IsoDate | null;
  readonly done: IsoDate | null;
}

/** Key of the one row that stands for work which is counted by month and never listed. */
export const unlistedKey = 'unlisted';

export interface MemoFact {
  side: 'strength' | 'discussion';
  text: string;
}
