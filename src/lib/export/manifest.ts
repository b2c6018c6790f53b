import type { Settings } from '../../../data/contract/settings.ts';
import type { IsoDate } from '../calendar/date.ts';

/** Raised when the shape of exported files changes; a site refuses data of a version it does not know. */
export const schemaVersion = 4;

/** Rows of a table from which on a column that is empty throughout counts as not kept, whatever it waits for. */
export const fewestToJudge = 20;

/** A dimension's list of recorded values is cut off at this many. */
export const maxDimensionValues = 200;

/** An institution as readers pick it, with the capacities named in the source. */
export interface FacilityScope {
  id: string;
  name: string;
  region_id: string | null;
  type: string;
  sex: string | null;
  security_level: string | null;
  rated_capacity: number | null;
  operational_capacity: number | null;
  design_capacity: number | null;
  opened_date: IsoDate | null;
  closed_date: IsoDate | null;
}

/** A case manager, or somebody else who has had cases, of the last two years. */
export interface StaffScope {
  id: string;
  name: string;
  /** Home institution and unit. */
  facility_id: string | null;
  unit_id: string | null;
  /** Where there are cases or work of theirs, as names of parts; left out where that is the home institution alone. */
  facilities?: string[];
}

/** Something that happened and shows in a trend: a policy changed, an epidemic came. From `annotations` of source.json. */
export interface Annotation {
  date: IsoDate;
  /** A sentence. */
  text: string;
  /** Null where it concerns the whole agency. */
  facility_id: string | null;
}

/** Rows refused, or values set aside, by one rule on one column. */
export interface RuleReport {
  rule: string;
  column: string | null;
  rows: number;
  /** What the rule asks, as a sentence. */
  meaning: string;
  /** The rows say again what loaded rows say: copies, and totals beside their parts. */
  again?: true;
}

/** A rule that compares two things of which one was not supplied. */
export interface UntriedRule {
  column: string | null;
  meaning: string;
  /** Columns and tables it lacks. */
  lacks: string[];
}

/** Values of a column that are not loaded as they were written: trimmed, cut, put into the contract's codes. */
export interface TidyReport {
  column: string;
  rows: number;
  /** What was done, as a sentence, with a value that shows it. */
  meaning: string;
}

/** Values of a category that the contract does not know; they are kept as given. */
export interface UnknownCodes {
  column: string;
  rows: number;
  /** Rows with any value. */
  of: number;
  /** Whether who counts hangs on the column: rows with an unknown code are then in no group of it. */
  decides: boolean;
  /** The most frequent ones, at most 20. */
  codes: { code: string; rows: number; nearest: string | null }[];
}

export interface TableReport {
  name: string;
  supplied: boolean;
  /** read = loaded + rejected, always. */
  read: number;
  loaded: number;
  rejected: number;
  rules: RuleReport[];
  /** Values emptied in rows that were kept (a reference that does not resolve in an optional column). */
  cleared: RuleReport[];
  /** Rows that were kept although a rule of plausibility doubts them; absent in exports made before there were any. */
  noted?: RuleReport[];
  /** Rules that could not be tried, for want of a column or table. */
  untried?: UntriedRule[];
  /** Absent in exports made before text was tidied. */
  tidied?: TidyReport[];
  unknown?: UnknownCodes[];
  /**
   * Optional columns no row fills: not supplied, or empty throughout. One that stays empty until something happens is
   * among them where it was not supplied, or is empty in a table of `fewestToJudge` rows and more.
   */
  empty?: string[];
  /** First day of the latest month with recorded (not planned) dates; of tables about people, with at least 11 rows. */
  latest: IsoDate | null;
  warnings: string[];
}

/** What the site needs before anything else: who, when, which scopes, what was read. Small, never cached. */
export interface Manifest {
  schema_version: number;
  /** Names the folder beside the manifest that holds this dataset's files. */
  version: string;
  /** The version before, kept for pages that are still open; null or absent where it was not. */
  previous?: string | null;
  exported_at: string;
  /** Version of Caseboard that made it; absent before 0.3.0. */
  made_by?: string;
  /** Hash of the marts, questions, measures and contract its figures follow from; absent before 0.3.0. */
  definitions?: string;
  as_of: IsoDate;
  /** First day from which the population is complete; null without stays or counts. */
  history_from: IsoDate | null;
  source: { name: string; agency_name: string; abbreviation: string | null; marking: string; demonstration: boolean };
  profile: 'internal' | 'regional' | 'public';
  /** Where population figures come from. */
  population_basis: 'stays' | 'counts' | null;
  settings: Settings;
  custody_levels: string[];
  default_period: string;
  scopes: {
    regions: { id: string; name: string }[];
    facilities: FacilityScope[];
    /** The manager is whom memoranda are addressed to; null where the agency names nobody. */
    units: { id: string; name: string; facility_id: string; manager?: string | null }[];
    staff: StaffScope[];
  };
  /** Recorded values of every dimension readers can filter by, in display order; null stands for not recorded. */
  dimensions: Record<string, (string | null)[]>;
  tables: TableReport[];
  /** What the agency wants marked in trends, oldest first; absent in exports made before there were any. */
  annotations?: Annotation[];
  /** What would have stopped this export, had its maker not said that it is so (`--accept`); sentences. */
  accepted?: string[];
  /** Made for the command line alone (`--without-pages`): no answers of pages, and no site is made from it. */
  without_pages?: true;
  /** `files.json` and `answers.json`. */
  files: FileEntry;
  answers: FileEntry;
}

export interface FileEntry {
  /** Path relative to the version folder. */
  file: string;
  bytes: number;
  sha256: string;
}

export interface PartEntry extends FileEntry {
  /** `agency`, or the id of the institution whose rows the file holds. */
  part: string;
  rows: number;
}

export interface MartEntry {
  grain: string;
  /** With what they mean, where that is written. */
  columns: { name: string; type: string; meaning?: string }[];
  parts: PartEntry[];
  /** Contract tables the mart is made from; when `missing` is not empty the mart is absent. */
  needs: string[];
  missing: string[];
}

/** Every mart's files, with size and hash: `<version>/files.json`, which the engine reads. */
export interface FileList {
  version: string;
  marts: Record<string, MartEntry>;
}

/**
 * Every answer file, with size and hash: `<version>/answers.json`. A link to a place needs its answers at once and the
 * marts later or never.
 */
export interface AnswerList {
  version: string;
  /** By `page/scope`, for example `population/facility=F03`. */
  answers: Record<string, AnswerEntry>;
}

/** An answer file, and how many further files it names (`AnswerFile.parts`); left out where it names none. */
export interface AnswerEntry extends FileEntry {
  parts?: number;
}

/** Both lists of an export, as whoever has its folder reads them. */
export type ExportLists = FileList & AnswerList;
