import { firstDefinition, type Measure } from './measure.ts';
import { noFigure } from './reasons.ts';

const remade = [
  ...firstDefinition,
  {
    date: '2026-11-28',
    change:
      'All bands and chances from one distribution made from the place’s own record; institutions add up to the agency; the chance of passing a capacity at least once beside that at a month end; the guideline by the average of twelve months.',
  },
] as const;

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
    history: remade,
    settings: ['assistant_coordinator_population'],
    method:
      'Monthly stock and flow by admission type, offense (custody level where none is recorded) and sex (groups of at least 30 admissions a year), life tables of the last 24 months with an exponential tail, admissions as a mean in which each month back counts a tenth less, with a season where one comes back. Below the agency a place is weighed between its model and its last value by its own record, and institutions are made to add up to the agency. Counts without stays: the last count and a damped trend (Holt, φ = 0.8), of which as much is believed as came of it before, gone after two years. All bands and chances of a month come from one t distribution: its scale is that of 1,000 seeded paths (of counts: 0.66 % a month ahead, growing with the 0.72nd power of time, more for small places), made wider or narrower by past errors; errors of overlapping months count as one. The chance of having passed a capacity by a month is counted on the same paths.',
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
    history: remade,
    method:
      'Rolling origin; the bands at each origin use only errors whose month had come by then. Beside it the last value, with bands made the same way, and a damped trend of the last year. Coverage has exact binomial limits by the past months that do not overlap (months ÷ months ahead). The continuous ranked probability score weighs error and width in one; the lower the better.',
    noFigure: noFigure.projection,
  },
  {
    id: 'people-needed',
    label: 'People needed',
    definition:
      'What the case managers of an institution will carry for each filled position, and the positions it takes for each to carry a load that is asked for. Never of one person.',
    numerator:
      'Deadlines in a month (program reviews, initial tasks, reassessments, release plans, follow-ups), weighted cases, people, or hours by the agency’s own time study.',
    denominator: 'Positions of case managers filled in the last month recorded, or as many as a reader sets.',
    exclusions:
      'Positions without a record in the last two months. Work other than these deadlines, unless the agency has measured its hours. Quality of work.',
    unit: 'people',
    direction: 'neither',
    tables: [['staffing', 'stay']],
    question: 'population/people-needed',
    history: [
      {
        date: '2026-11-29',
        change:
          'First definition: deadlines, weighted cases, people and hours for each filled position, from the projection’s own paths.',
      },
    ],
    settings: [
      'program_review_days',
      'program_review_days_near_release',
      'reassessment_days',
      'workload_new_arrival',
      'workload_near_release',
      'workload_highest_custody',
      'workload_high_risk',
      'people_per_case_manager',
      'net_annual_hours',
      'case_share',
    ],
    method:
      'Deadlines as they fell due in the last twelve months, by what brings them: reviews and reassessments for each person (more often near release), initial tasks for each arrival, release plans for each departure, follow-ups for those who left one, three and six months before; applied to people, arrivals and departures of each of the projection’s thousand paths, of which the bands are quantiles. Weighted cases keep today’s mix. Hours take the minutes of the table task_time, against net_annual_hours ÷ 12 × case_share less the hours on custody posts. The load asked for is the institution’s own median of 24 months unless another is set. Vacancies are a choice, not a projection.',
    noFigure: noFigure.projection,
  },
] as const satisfies readonly Measure[];
