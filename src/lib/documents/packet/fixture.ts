import { parsePeriod, type Period } from '../../calendar/period.ts';
import { samePeriodLastYear } from '../../calendar/period-steps.ts';
import { calendarOf } from '../../export/calendar.ts';
import { exampleDataset } from '../../export/fixture.ts';
import type { FacilityScope, Manifest } from '../../export/manifest.ts';
import type { PopulationMonth } from '../../questions/population/monthly.ts';
import type { ProjectedMonth } from '../../questions/population/projection.ts';
import type { ReturnRate } from '../../questions/recidivism/rate.ts';
import type { PacketInput } from './input.ts';

const facility = (id: string, name: string, region: string, changes: Partial<FacilityScope> = {}): FacilityScope => ({
  id,
  name,
  region_id: region,
  type: 'institution',
  sex: 'M',
  security_level: 'medium',
  rated_capacity: 500,
  operational_capacity: null,
  design_capacity: null,
  opened_date: null,
  closed_date: null,
  ...changes,
});

const west = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7', 'W8'];

/** Ash and Birch in the east, beside one closed within the quarter and one long before; Cedar and others in the west. */
export function packetDataset(changes: Partial<Manifest> = {}): Manifest {
  const { scopes } = exampleDataset();
  return exampleDataset({
    scopes: {
      ...scopes,
      facilities: [
        facility('A', 'Ash', 'R1'),
        facility('B', 'Birch', 'R1', { rated_capacity: null }),
        facility('J', 'Juniper', 'R1', { closed_date: '2026-05-15' }),
        facility('L', 'Larch', 'R1', { closed_date: '2019-01-31' }),
        facility('C', 'Cedar', 'R2'),
        ...west.map((id) => facility(id, `West ${id}`, 'R2')),
      ],
    },
    ...changes,
  });
}

export function quarterOf(dataset: Manifest, id = '2026Q3'): Period {
  const period = parsePeriod(id, calendarOf(dataset));
  if ('error' in period) throw new Error(period.error);
  return period;
}

/** Work on time of a place, of that much due; as much as in the whole agency is expected. */
export function onTime(group: string | null, on_time: number, due: number, agency_rate = 0.8) {
  const variance = due * agency_rate * (1 - agency_rate);
  return { group, on_time, due, expected: due * agency_rate, variance, own_share: 0, agency_rate };
}

/** The institutions of the west, all alike: what Ash and Birch are held against. */
export function elsewhere(on_time: number) {
  return ['C', ...west].map((id) => onTime(id, on_time, 100));
}

export function monthAhead(month: string, projected: number, changes: Partial<ProjectedMonth> = {}): ProjectedMonth {
  const band = (width: number) => [projected - width, projected + width] as const;
  const [[lower50, upper50], [lower80, upper80], [lower95, upper95]] = [band(5), band(10), band(20)];
  return {
    ...{ month, date: month, projected, lower50, upper50, lower80, upper80, lower95, upper95 },
    ...{ capacity: 1000, probability_over: 0.31, probability_passed: 0.42 },
    ...{ probability_guideline: null, probability_guideline_year: null, admissions: null, exits: null },
    ...{ difference: null, difference_lower80: null, difference_upper80: null },
    ...changes,
  };
}

export function monthOf(month: string, population: number | null): PopulationMonth {
  return { month, group: null, average: population, population, days: 30, rated_capacity: 1000, uncounted: 0 };
}

export function returns(group: string | null, horizon: number, returned: number | null, released: number): ReturnRate {
  return {
    ...{ group, horizon_days: horizon, released, returned, rate: null, lower: null, upper: null },
    ...{ first_cohort: 2021, last_cohort: 2023, missing: returned === null ? ('follow_up' as const) : null },
  };
}

/** A packet by hand: two institutions in the quarter, and the ways of having no figure. */
export function packetFixture(changes: Partial<PacketInput> = {}): PacketInput {
  const dataset = changes.dataset ?? packetDataset();
  const period = quarterOf(dataset);
  return {
    region: { id: 'R1', name: 'East' },
    period,
    before: samePeriodLastYear(period),
    dataset,
    whole: new Map([
      ['average-daily-population', [{ group: null, average: 950.4 }]],
      ['timeliness', [onTime(null, 150, 200)]],
      ['out-of-level', [{ group: null, unexplained: 30, scored: 300 }]],
    ]),
    wholeBefore: new Map([
      ['average-daily-population', [{ group: null, average: 900 }]],
      ['timeliness', [onTime(null, 160, 200)]],
    ]),
    places: new Map([
      [
        'average-daily-population',
        [
          { group: 'A', average: 510.6 },
          { group: 'B', average: 439.8 },
          { group: 'C', average: 300 },
        ],
      ],
      ['share-of-capacity', [{ group: 'A', average: 510.6, rated_capacity: 500 }]],
      ['timeliness', [onTime('A', 96, 100), onTime('B', 54, 100), ...elsewhere(80)]],
      ['goals-met', [{ group: 'A', met: 3, due: 4 }]],
      ['program-completion', null],
    ]),
    placesBefore: new Map([['average-daily-population', [{ group: 'A', average: 480 }]]]),
    trend: null,
    months: [monthOf('2026-04-01', 940), monthOf('2026-05-01', 945), monthOf('2026-06-01', 951)],
    ahead: [monthAhead('2026-07-01', 955), monthAhead('2027-06-01', 1010)],
    institutions: [
      {
        ...{ group: 'A', people: 505, projected6: 515, lower6: 508, upper6: 522 },
        ...{ projected12: 530, lower12: 520, upper12: 540, projected24: 540, lower24: 520, upper24: 560 },
        ...{ capacity: 500, probability_over12: 0.874, probability_passed: 0.92, likely_from: '2026-07-31' },
        ...{ guideline12: 0, guideline24: 0.01 },
      },
      {
        ...{ group: 'B', people: 440, projected6: 445, lower6: 438, upper6: 452 },
        ...{ projected12: 450, lower12: 440, upper12: 460, projected24: 455, lower24: 440, upper24: 470 },
        ...{ capacity: null, probability_over12: null, probability_passed: null, likely_from: null },
        ...{ guideline12: 0, guideline24: 0 },
      },
    ],
    returns: [returns('R1', 1095, 40, 200), returns('R1', 365, 20, 250), returns('R2', 1095, null, 90)],
    expectedReturns: null,
    completion: [{ group: 'education', completed: 30, withdrew: 8, removed: 2 }],
    waits: [{ group: 'vocational', median_days: 41, started: 20, referred: 25 }],
    gaps: ['Staffing: the agency has not supplied the table position.'],
    ...changes,
  };
}
