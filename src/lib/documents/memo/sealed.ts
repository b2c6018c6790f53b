import type { IsoDate } from '../../calendar/date.ts';
import type { MemoDocument } from '../document.ts';
import type { Position } from './input.ts';

/** Raised when the shape of what is sealed changes; a site refuses one it does not know. */
export const sealVersion = 1;
export const sealFormat = 'caseboard-memo-seal';

/** What a memorandum was when it was marked final: what it said, from which figures, and from which rows they came. */
export interface Seal {
  readonly format: typeof sealFormat;
  readonly seal_version: typeof sealVersion;
  /** Name of the source; person, institution and quarter, as ids and as they are spoken of. */
  readonly source: string;
  readonly staff: string;
  readonly name: string;
  readonly facility: string;
  readonly period: string;
  readonly quarter: string;
  /** The data it was made from: their day, their version, and the hash of the definitions they were counted by. */
  readonly as_of: IsoDate;
  readonly version: string;
  readonly definitions: string;
  /** When it was marked final, as an ISO time. */
  readonly sealed_at: string;
  /** Hash of the memorandum it takes the place of; null where it is the first. */
  readonly amends: string | null;
  readonly figures: readonly SealedFigure[];
  /** The memorandum itself, without the hash at its foot. */
  readonly document: MemoDocument;
}

/** The figure of one measure in the quarter, as it was signed. */
export interface SealedFigure {
  readonly measure: string;
  readonly label: string;
  /** '61 of 69'. */
  readonly text: string;
  /** Of a share: part and whole. Of a rate: events and exposure. Of an amount: the amount, and nothing. */
  readonly n: number | null;
  readonly d: number | null;
  /** The share or rate as a number per one, or the amount; null where there is none. */
  readonly value: number | null;
  /** 95 % limits of the value. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Of a certification, its last day. */
  readonly date: IsoDate | null;
  readonly position: Position | null;
  /** First twelve digits of the SHA-256 of its definition. */
  readonly definition: string;
  /** The rows it counted; null where no rows of it are told. */
  readonly rows: readonly SealedRow[] | null;
}

/** Key of the row, how it was counted, and what it added to n and d. */
export type SealedRow = readonly [key: string, state: string, n: number, d: number];

/** What was sealed, under the SHA-256 of its canonical JSON, in hexadecimal. */
export interface SealedMemo {
  readonly sha256: string;
  readonly seal: Seal;
}

/** The part of a hash that stands at the foot of every page. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, 12);
}
