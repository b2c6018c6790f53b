import { caseworkMeasures } from './casework.ts';
import { coordinatorMeasures } from './coordinator.ts';
import { deadlineMeasures, taskMeasures } from './deadlines.ts';
import { figures } from './figures.ts';
import type { Measure } from './measure.ts';
import { projectionMeasures } from './projection.ts';
import { outcomeMeasures } from './outcomes.ts';

const first = [{ date: '2026-11-22', change: 'First definition.' }] as const;

const definitions = [
  {
    id: 'average-daily-population',
    label: 'Average daily population',
    definition: 'People in custody on an average day of the period.',
    numerator:
      'Days in custody in the period, over everybody. The day of admission counts, the day of release does not.',
    denominator: 'Days of the period that the data cover.',
    exclusions: 'Nobody: pretrial and holdover stays count. A period that is not over is counted to the as-of date.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay'], ['population_count']],
    question: 'population/average',
    history: first,
    method: 'An agency that hands over counts instead of stays has the mean of the counts taken in the period.',
  },
  {
    id: 'population-by-month',
    label: 'Average daily population by month',
    definition: 'Average daily population of every month, beside the capacity named.',
    numerator: 'Days in custody in the month.',
    denominator: 'Days of the month that the data cover.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay'], ['population_count']],
    question: 'population/monthly',
    history: first,
  },
  {
    id: 'population-on-a-day',
    label: 'Population on a day',
    definition: 'People in custody at the end of a day.',
    numerator: 'Stays that began on or before the day and had not ended by its end.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay'], ['population_count']],
    question: 'population/daily',
    history: first,
    method: 'Counted by adding one at each start and taking one away at each end, never by sampling.',
  },
  {
    id: 'share-of-capacity',
    label: 'Share of capacity',
    definition:
      'Average daily population as a share of a capacity, which is always named: rated, operational or design.',
    numerator: 'Average daily population of the place.',
    denominator: 'The capacity recorded for the institutions that were open on the last day.',
    exclusions:
      'Not shown where an open institution has no such capacity recorded, for units, or when people are filtered: beds are for everybody.',
    unit: 'share',
    direction: 'lower',
    tables: [['stay', 'facility']],
    question: 'population/average',
    history: first,
  },
  {
    id: 'net-flow',
    label: 'Net flow',
    definition: 'People who came less people who left in the period.',
    numerator: 'Admissions and transfers in, less releases and transfers out.',
    exclusions: 'Moves inside the place shown are no flow of it.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay']],
    question: 'population/flows',
    history: first,
    method:
      'The population at the start, plus net flow, is the population at the end, for every place and month. A period that begins or ends inside a month counts the whole month.',
  },
  {
    id: 'admissions',
    label: 'Admissions',
    definition: 'Admissions into the agency’s custody in the period; who came twice counts twice.',
    exclusions: 'Transfers from another institution of the agency.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay']],
    question: 'population/flows',
    history: first,
    method: 'A period that begins or ends inside a month counts the whole month.',
  },
  {
    id: 'releases',
    label: 'Releases',
    definition: 'Releases from the agency’s custody in the period, for whatever reason; who left twice counts twice.',
    exclusions: 'Transfers to another institution of the agency.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay']],
    question: 'population/flows',
    history: first,
    method: 'A period that begins or ends inside a month counts the whole month.',
  },
  {
    id: 'movements-by-type',
    label: 'Admissions and releases by type',
    definition: 'People who came or left in the period, by admission or release type as recorded.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay']],
    question: 'population/movements',
    history: first,
  },
  {
    id: 'length-of-stay',
    label: 'Length of stay',
    definition: 'How long people stay: the share still in custody a number of months after admission.',
    numerator: 'Stays that end at each length.',
    denominator: 'Stays at risk of ending at that length, inside the window.',
    exclusions:
      'Stays that began before the window count from the length they had reached (delayed entry); open stays count up to the end (censored). The average of those who left is not the length of stay and is not shown.',
    unit: 'months',
    direction: 'neither',
    tables: [['stay']],
    question: 'population/length-of-stay',
    history: first,
    method:
      'Kaplan–Meier with Greenwood’s error and log–log 95 % limits. A month is 30.4375 days. The line stops where fewer than 10 % or fewer than 11 are at risk.',
  },
  {
    id: 'custody-mix',
    label: 'Population by custody level',
    definition: 'Average daily population of the period by custody level held.',
    numerator: 'Days in custody at the level.',
    denominator: 'Days of the period that the data cover.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay', 'placement'], ['population_count']],
    question: 'population/average',
    history: first,
  },
  {
    id: 'legal-status',
    label: 'Population by legal status',
    definition: 'Average daily population of the period by legal status: sentenced, pretrial or holdover.',
    numerator: 'Days in custody with the status. A pretrial stay is sentenced from its sentencing date on.',
    denominator: 'Days of the period that the data cover.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay']],
    question: 'population/average',
    history: first,
  },
  {
    id: 'age-status',
    label: 'Population by age status',
    definition: 'Average daily population of the period, adults and juveniles.',
    numerator: 'Days in custody with the status.',
    denominator: 'Days of the period that the data cover.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay']],
    question: 'population/average',
    history: first,
  },
  {
    id: 'sex',
    label: 'Population by sex',
    definition: 'Average daily population of the period by sex as recorded.',
    numerator: 'Days in custody.',
    denominator: 'Days of the period that the data cover.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay', 'person'], ['population_count']],
    question: 'population/average',
    history: first,
  },
  {
    id: 'offense',
    label: 'Population by most serious offense',
    definition: 'Average daily population of the period by most serious offense as recorded.',
    numerator: 'Days in custody.',
    denominator: 'Days of the period that the data cover.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay'], ['population_count']],
    question: 'population/average',
    history: first,
  },
  {
    id: 'out-of-level',
    label: 'Out of level without a management variable',
    definition:
      'People held at a custody level other than the scored one, with no management variable that explains it.',
    numerator: 'People whose level differs from the scored level and who have no management variable.',
    denominator: 'People with both levels recorded, on the as-of date.',
    unit: 'share',
    direction: 'lower',
    tables: [['stay', 'placement']],
    question: 'population/level-fit',
    history: first,
    method: 'Wilson 95 % interval.',
  },
  {
    id: 'custody-moves',
    label: 'Moves between custody levels',
    definition: 'Changes of custody level in the period, from each level to each other.',
    numerator: 'Changes of level during a stay, counted where the person was afterwards.',
    unit: 'moves',
    direction: 'neither',
    tables: [['stay', 'placement']],
    question: 'population/custody-moves',
    history: first,
  },
  {
    id: 'expected-moves',
    label: 'Expected arrivals and departures',
    definition:
      'Pending designations, and projected releases of people in custody, within 30, 60 and 90 days of the as-of date.',
    exclusions: 'Dates that have passed without the move are counted apart as “past”.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay']],
    question: 'population/expected',
    history: first,
  },
  {
    id: 'returned-three-years',
    label: 'Returned within three years',
    definition: 'People released to the community who returned within three years (1,095 days) of release.',
    numerator: 'Releases followed by the event within 1,095 days. The event on the last day belongs to the time after.',
    denominator:
      'First release of each person in the year, to the community: parole, mandatory, expiration, probation or community placement. A ready-made research file is taken as it is.',
    exclusions:
      'Transfers, deaths in custody and releases from detention are no releases. A year has no rate until its last member has three years of follow-up and the record lag.',
    unit: 'share',
    direction: 'lower',
    tables: [['stay'], ['release_cohort']],
    question: 'recidivism/rate',
    history: first,
    method:
      'Wilson 95 % interval. People who die are counted as released; the page on return shows death and departure as events of their own.',
  },
  {
    id: 'case-timeline',
    label: 'Timeline of one case',
    definition:
      'Placements, assignments, stopped days, due dates, completions and programs of one stay, under its pseudonym.',
    exclusions:
      'Central monitoring and victim/witness work is never listed; names of protected programs are not shown; tasks done more than two years ago are left out.',
    unit: 'rows',
    direction: 'neither',
    tables: [['stay', 'placement', 'task']],
    question: 'casework/case',
    history: first,
  },
  ...projectionMeasures,
  ...deadlineMeasures,
  ...taskMeasures,
  ...caseworkMeasures,
  ...coordinatorMeasures,
  ...outcomeMeasures,
  {
    id: 'completeness',
    label: 'Completeness',
    definition: 'Rows of a table in a month in which an optional field is filled.',
    numerator: 'Rows with a value in the field.',
    denominator: 'Rows of the table in the month.',
    unit: 'share',
    direction: 'higher',
    tables: [['agency']],
    question: 'data/completeness',
    history: first,
  },
] as const satisfies readonly Measure[];

export type MeasureId = (typeof definitions)[number]['id'];

/** Every measure, in the order of the glossary. */
export const measures: readonly Measure[] = definitions.map((measure: Measure) => {
  const figure = figures[measure.id as MeasureId];
  return figure ? { ...measure, figure } : measure;
});

const byId = new Map(measures.map((measure) => [measure.id, measure]));

/** The measure of an id named in code. */
export function measureOf(id: MeasureId): Measure {
  const found = byId.get(id);
  if (!found) throw new Error(`there is no measure "${id}"`);
  return found;
}

/** The measure of an id; undefined where there is none. */
export function findMeasure(id: string): Measure | undefined {
  return byId.get(id);
}
