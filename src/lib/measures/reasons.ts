/** Why some measures have no single figure for a place and a period, so that no matrix or trend offers them. */
export const noFigure = {
  mix: 'A mix has a figure for each of its kinds, and none of them stands for the whole; it is drawn on the pages of population and of case managers.',
  monthsOfAnother: 'These are the months or years of another measure, whose trend they are.',
  curve:
    'A curve says how many by each day. Where half is a fair summary of it, that is a measure of its own: the median days to classification and from referral to start, and returns within one and three years. Half of the stays of a short period have seldom ended, so length of stay has none.',
  comparison: 'A comparison of groups of people is no figure of a place.',
  projection: 'A projection is a range of what may come, month by month, and is shown with its record of error only.',
  steps: 'Counts from each step or level to each other: one number of them would not say of what.',
  expected: 'What is expected within 30, 60 and 90 days is of the as-of date and stands on the overview of a place.',
  guideline: 'A check of each institution against one number; its figure is the average daily population.',
  list: 'A list of cases, tasks, programs or fields. How many tasks are overdue is a measure of its own: tasks overdue now.',
} as const;

/** Why some figures are known for whole periods only, so that no trend offers them. */
export const noMonths = {
  asOfOnly: 'Known on the as-of date only: the data hold what is so now, not what was so on earlier days.',
  cohorts: 'Of all years of release that were followed long enough; the page on return shows each of them.',
  median: 'A median counts what is still open; the few things begun in one month leave it to chance.',
  wholePeriod:
    'An average over the days of a whole period; shorter periods can be set beside each other under Compare.',
  longerThanMonth:
    'What is due is laid down for longer than a month: a run of meetings, two years of minutes or findings, six months between observations, a budget of a fiscal year.',
  few: 'So few of one institution in one month that a line would show chance; a quarter or a year can be compared.',
} as const;

/** Why some counts have no rows to show. */
export const noRows = {
  countedOnly: 'This work is counted on time or late by month, and never listed case by case.',
  incidents: 'Incidents are counted for institutions, and never listed.',
  programs: 'Programs are counted for institutions; who took part in which is in no list.',
  returns: 'Whether somebody returned is counted, and never listed.',
  participation: 'Participation is counted for institutions by month; what one person pays is in no list.',
  contacts: 'Contacts are counted by kind and day, and never listed.',
  reached:
    'They are those of the people reached 90 days after release, a measure of its own; what was expected is of the whole agency.',
  levels: 'The people out of level are a question of their own (population/out-of-level); those who fit are counted.',
} as const;

/** The method of most shares. */
export const wilsonFromMinimum = 'Wilson 95 % interval; no rate below the fewest for which one is shown.';
