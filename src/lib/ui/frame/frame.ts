/** A step of the breadcrumb; the last one is where the reader is. */
export interface Crumb {
  readonly label: string;
  readonly href?: string;
}

/** Links of the side navigation that belong together. */
export interface NavSection {
  /** No heading for the first links. */
  readonly label?: string;
  readonly links: readonly NavLink[];
}

export interface NavLink {
  readonly label: string;
  readonly href: string;
  readonly current?: boolean;
  /** The export lacks the tables for it: still a page, which says what is missing. */
  readonly noData?: boolean;
}

export interface AttentionItem {
  /** The signal: 'Harnett: 61 program reviews overdue'. */
  readonly title: string;
  /** After the title: 'oldest 74 days'. */
  readonly text?: string;
  /** Why it counts as one: 'beyond the 95 % limit for 812 due'. */
  readonly detail?: string;
  readonly href?: string;
  /** What the link leads to: 'worklist'. */
  readonly link?: string;
}

/** A figure of one line: 'Overdue now', 412, 'oldest 74 days'. */
export interface SmallFact {
  readonly label: string;
  /** The measure whose figure it is. */
  readonly measure?: string;
  /** Null when there is none: `missing` says why. */
  readonly value: string | null;
  readonly note?: string | undefined;
  readonly missing?: string;
  readonly href?: string;
  readonly stale?: boolean;
  readonly busy?: boolean;
}
