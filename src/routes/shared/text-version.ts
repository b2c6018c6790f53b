import type { IsoDate } from '$lib/calendar/date.ts';

/** A version of the texts of Methods and Help. Somebody who quotes them names it. */
export interface TextVersion {
  readonly version: number;
  readonly date: IsoDate;
  readonly change: string;
}

/** Newest first. */
export const methodsVersions: readonly TextVersion[] = [
  {
    version: 4,
    date: '2026-11-30',
    change:
      'Outcomes expected for the mix of people are described; figures can be filtered by age and by race and ethnicity.',
  },
  {
    version: 3,
    date: '2026-11-28',
    change:
      'Signals of a series are held to a chance of 5 %; returns: who counts once, what the curve is of, and the follow-up of ready-made files.',
  },
  { version: 2, date: '2026-11-22', change: 'Projections, returns and the comparison of programs are described.' },
  { version: 1, date: '2026-11-22', change: 'Counting, rates, deadlines, funnels, trends and curves.' },
];

export const helpVersions: readonly TextVersion[] = [
  {
    version: 4,
    date: '2026-11-30',
    change: 'A coordinator’s quarter in its order: worklist, memoranda, disputes, pseudonyms and the key.',
  },
  { version: 3, date: '2026-11-29', change: 'Rows behind a count, the worklist by who can act, and case numbers.' },
  { version: 2, date: '2026-11-28', change: 'What counts as a signal beside process limits.' },
  { version: 1, date: '2026-11-22', change: 'Finding, reading, keeping and carrying figures; the keyboard.' },
];
