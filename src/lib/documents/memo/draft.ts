import type { IsoDate } from '../../calendar/date.ts';
import type { MemoElement, MemoInput } from './input.ts';
import type { SealedMemo } from './sealed.ts';

/** The texts a coordinator writes: one for each element, and the two halves of section 7. */
export const textKeys = ['element-2', 'element-3', 'element-4', 'strengths', 'discussion'] as const;
export type TextKey = (typeof textKeys)[number];

export const elementKey = (element: MemoElement): TextKey => `element-${element}`;

/** What a coordinator adds to the figures. The sentences of the figures are not in it: they follow the data. */
export interface MemoDraft {
  /** Staff id and period, which together name the memorandum. */
  readonly staff: string;
  readonly period: string;
  /** The coordinator's own words, which stand after the sentences of the figures. */
  readonly texts: Readonly<Partial<Record<TextKey, string>>>;
  /** Where the sentences of the figures are left out. */
  readonly leftOut: readonly TextKey[];
  /** What is to be looked at again: a point a line. It opens the memorandum of the next quarter. */
  readonly followUps: string;
  readonly disputes: readonly Dispute[];
  readonly addressees: Addressees;
  /** Date of the memorandum, and of its discussion with the employee. */
  readonly date: IsoDate | null;
  readonly discussed: IsoDate | null;
  readonly status: 'draft' | 'finished';
  /**
   * What was sealed each time it was marked final, oldest first; the last is in force while the status is 'finished'.
   * None in one that was finished before figures were kept.
   */
  readonly sealed: readonly SealedMemo[];
  /** Version of the data on which it was last changed. */
  readonly dataVersion: string;
  /** When it was last changed, as an ISO time. */
  readonly updated: string;
}

export interface Addressees {
  readonly for: string;
  readonly from: string;
  readonly through: string;
}

/** A figure that somebody says is wrong, as it stood then with the rows behind it, and what was decided. */
export interface Dispute {
  readonly measure: string;
  readonly label: string;
  /** '61 of 69'. */
  readonly figure: string;
  readonly asOf: IsoDate;
  readonly version: string;
  /** Null where no rows of it are told. */
  readonly rows: readonly DisputedRow[] | null;
  readonly by: string;
  readonly raised: IsoDate;
  readonly said: string;
  /** What the Reviewing Official decided, and when; empty and null while it is open. */
  readonly decision: string;
  readonly decided: IsoDate | null;
}

export interface DisputedRow {
  /** Pseudonym of the case; null where it is about none. */
  readonly case: string | null;
  readonly date: IsoDate | null;
  readonly done: IsoDate | null;
  /** How it was counted, in words. */
  readonly counted: string;
}

export type MemoStatus = 'not started' | 'draft' | 'final';

export function statusOf(draft: Pick<MemoDraft, 'status'> | null | undefined): MemoStatus {
  if (!draft) return 'not started';
  return draft.status === 'finished' ? 'final' : 'draft';
}

/** What was sealed of a memorandum that is final; null for one that is not, or was finished before figures were kept. */
export function sealedOf(draft: Pick<MemoDraft, 'status' | 'sealed'> | null | undefined): SealedMemo | null {
  return draft?.status === 'finished' ? (draft.sealed.at(-1) ?? null) : null;
}

/** Whose memorandum of which quarter it is, with the names the data give for its heading. */
export interface DraftSubject extends Pick<MemoInput, 'ratingOfficial' | 'coordinator' | 'dataVersion'> {
  readonly person: { readonly id: string };
  readonly period: { readonly id: string };
}

/** The memorandum before anybody has written in it: names as the data give them, no text, no date. */
export function newDraft(input: DraftSubject): MemoDraft {
  return {
    staff: input.person.id,
    period: input.period.id,
    texts: {},
    leftOut: [],
    followUps: '',
    disputes: [],
    addressees: { for: input.ratingOfficial ?? '', from: input.coordinator ?? '', through: '' },
    date: null,
    discussed: null,
    status: 'draft',
    sealed: [],
    dataVersion: input.dataVersion,
    updated: '',
  };
}

/** The lines of a text without those that are empty: paragraphs, or points of a list. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
