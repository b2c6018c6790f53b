import type { IsoDate } from '../../calendar/date.ts';
import type { MemoElement, MemoInput } from './input.ts';

/** The texts a coordinator writes: one for each element, and the two halves of section 7. */
export const textKeys = ['element-2', 'element-3', 'element-4', 'strengths', 'discussion'] as const;
export type TextKey = (typeof textKeys)[number];

export const elementKey = (element: MemoElement): TextKey => `element-${element}`;

/** What a coordinator adds to the figures. Only what was changed is kept: the rest follows the data. */
export interface MemoDraft {
  /** Staff id and period, which together name the memorandum. */
  readonly staff: string;
  readonly period: string;
  /** An absent text is the one filled in from the figures. */
  readonly texts: Readonly<Partial<Record<TextKey, string>>>;
  readonly addressees: Addressees;
  /** Date of the memorandum, and of its discussion with the employee. */
  readonly date: IsoDate | null;
  readonly discussed: IsoDate | null;
  readonly status: 'draft' | 'finished';
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

export type MemoStatus = 'not started' | 'draft' | 'finished';

export function statusOf(draft: MemoDraft | null | undefined): MemoStatus {
  return draft?.status ?? 'not started';
}

/** The memorandum before anybody has written in it: names as the data give them, no text, no date. */
export function newDraft(input: MemoInput): MemoDraft {
  return {
    staff: input.person.id,
    period: input.period.id,
    texts: {},
    addressees: { for: input.ratingOfficial ?? '', from: input.coordinator ?? '', through: '' },
    date: null,
    discussed: null,
    status: 'draft',
    dataVersion: input.dataVersion,
    updated: '',
  };
}
