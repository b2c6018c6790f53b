import type { Measure } from './measure.ts';
import { noFigure } from './reasons.ts';

const first = [{ date: '2026-11-22', change: 'First definition.' }] as const;

export const projectionMeasures = [
  {
    id: 'population-projection',
    label: 'Population projection',
    definition: 'People expected at the end of each month ahead, with bands that say how sure that is.',
    numerator:
      'Of the people in custody, those not yet expected to have left: by their projected release date and how dates have slipped, or by the life table of people like them. Of each month’s expected admissions, those still there by the life table.',
    exclusions:
      'Changes of law or policy that have not happened. A place with less than 12 months of history, closed, or empty has no projection.',
    unit: 'people',
    direction: 'neither',
    tables: [['stay'], ['population_count']],
    question: 'population/projection',
    history: first,
    settings: ['assistant_coordinator_population'],
    method:
      'Monthly stock and flow by admission type, offense (custody level where none is recorded) and sex (groups of at least 30 admissions a year), life tables of the last 24 months with an exponential tail, admissions as a mean in which each month back counts a tenth less, with a season where one comes back. Bands: the larger of 1,000 seeded paths and what past projections were wrong by; from the 90 % band outward not below 6, 9, 13 and 21 % at 1, 2, 3 and 5 years, more for small institutions; the inner bands, measured against the record up to two years ahead, go over to them by the fifth. Counts without stays: the last count and two fifths of the mean change of two years, dying out slowly.',
    noFigure: noFigure.projection,
  },
  {
    id: 'projection-record',
    label: 'Record of error of the projection',
    definition: 'How far the projection, made again at every past month, lay from what came.',
    numerator: 'Distance of the projected from the actual number of people, and whether it lay inside the bands.',
    denominator: 'Actual number of people; past months with at least 36 months of history before them.',
    exclusions:
      'Release dates: the source holds them as they stand today, and a past projection may not know them. Months without a count.',
    unit: 'share',
    direction: 'lower',
    tables: [['stay'], ['population_count']],
    question: 'population/backtest',
    history: first,
    method:
      'Rolling origin; the bands at each origin use only errors whose month had come by then. Beside it the last value and a damped trend of the last year.',
    noFigure: noFigure.projection,
  },
] as const satisfies readonly Measure[];
