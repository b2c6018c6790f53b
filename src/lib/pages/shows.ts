import type { PageId } from './contents.ts';

/**
 * What each page shows, by whose words a reader may look for it. Beside the contents, not in them: only what finds or
 * lists pages reads it, and the contents weigh on every page.
 */
export const shows: Readonly<Record<PageId, string>> = {
  overview: 'Population against capacity, net flow, casework on time, returns, and what needs attention.',
  population:
    'Daily population and capacity, custody mix, flows, length of stay, expected moves, moves between levels.',
  projection:
    'Expected population with its bands, chance of passing capacity, scenarios, and how wrong past projections were.',
  worklist:
    'What is overdue and what falls due, with the rule and the dates that made it so; people without a case manager.',
  'case-managers':
    'The people of a unit or institution: caseload, work done on time against what is expected, overdue now.',
  'case-manager':
    'The quarterly information on one case manager by Elements 2, 3 and 4, with context, trend, funnel and overdue list.',
  case: 'One case’s timeline: placements, assignments, due dates, completions and programs.',
  rows: 'What a figure counted, row by row: case, days, the rule that made it due, and how each was counted.',
  memos:
    'The quarterly memoranda of an institution’s case managers: not started, draft, final or restated since; print or download all.',
  memo: 'The quarterly memorandum of one case manager, to write, check, sign, dispute and print.',
  coordinator:
    'The coordinator’s own duties: meetings and minutes, classification teams, reviews, correspondence, release, budget, training, staffing.',
  recidivism: 'Rates and curves of return after release by any group, competing events, follow-up after release.',
  programs: 'Need, referral, start and completion of every program, waits, seats, unmet need at release.',
  program: 'One program: funnel, wait, completion, seats, and what became of people who took part, compared.',
  regions:
    'Institutions, their units and case managers by population, casework, programs and return, against the limits of chance.',
  trends:
    'Any measure by month, quarter or fiscal year, each region, institution or unit beside the others on one scale.',
  compare: 'Any two places or periods side by side: every measure with its difference, interval and wording.',
  packet:
    'What a regional office reviews in a quarter, as one print: population, casework, signals, programs, return, coordinators’ duties, data quality, definitions.',
  measures: 'The glossary: what every figure means, how it is counted, and where it is used.',
  methods: 'How the figures are made, and how to read the drawings.',
  data: 'How fresh and how complete the data are, what was read, loaded and rejected, and which pages lack tables.',
  views: 'Pages kept under names of your own in this browser, to open, rename, hand on as a file.',
  help: 'How to find, read, keep and carry away figures, with the keyboard too.',
  explore: 'Every table of the export, for questions no page foresaw; the SQL of every figure.',
};
