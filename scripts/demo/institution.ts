/** The institutions of each size: invented names, their security, capacities, and what is planted in them. */
import { dayOf, type Day } from './day.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';

export const SECURITY_LEVELS = ['minimum', 'low', 'medium', 'high'] as const;

export interface InstitutionPlan {
  name: string;
  region: number;
  /** Index in SECURITY_LEVELS. */
  security: number;
  sex: 'M' | 'F';
  /** People it is run for on the last day, before `scale`. */
  people: number;
  /** Share of its rated capacity in use when on target. */
  use: number;
  opened: Day;
  /** Holds pretrial people and holdovers. */
  detention: 'none' | 'some' | 'only';
  /** Kept at `people` on the last day and this many fewer a month before, instead of filling in proportion. */
  growth?: number;
}

export interface AgencyPlan {
  regions: string[];
  institutions: InstitutionPlan[];
  overCapacity: number;
  crossing: { institution: number; threshold: number };
  openedMidHistory: number;
  /** People to a unit, and to a case manager. */
  unitSize: number;
  caseload: number;
}

const plan = (
  name: string,
  region: number,
  security: number,
  people: number,
  use: number,
  opened: string,
  extra: Partial<InstitutionPlan> = {},
): InstitutionPlan => ({
  name,
  region,
  security,
  sex: 'M',
  people,
  use,
  opened: dayOf(opened),
  detention: 'none',
  ...extra,
});

export function smallAgency(): AgencyPlan {
  return {
    regions: ['Northern Region', 'Southern Region'],
    institutions: [
      plan('Alder Ridge Correctional Institution', 0, 0, 296, 0.92, '1968-05-01', { growth: 0.9 }),
      plan('Birch Hollow Correctional Institution', 0, 2, 318, 1.24, '1961-09-15', { detention: 'some' }),
      plan('Cedar Flats Correctional Institution for Women', 1, 1, 62, 0.83, '1972-04-01', { sex: 'F' }),
      plan('Dry Creek Correctional Center', 1, 3, 115, 0.9, '2024-03-01'),
    ],
    overCapacity: 1,
    crossing: { institution: 0, threshold: 300 },
    openedMidHistory: 3,
    unitSize: 125,
    caseload: 62,
  };
}

export function defaultAgency(): AgencyPlan {
  return {
    regions: ['Northern Region', 'Central Region', 'Southern Region'],
    institutions: [
      plan('Alder Ridge Correctional Institution', 0, 2, 2150, 0.95, '1968-05-01'),
      plan('Birch Hollow Correctional Institution', 0, 1, 2350, 0.96, '1959-09-15'),
      plan('Cedar Flats Conservation Camp', 0, 0, 741, 0.9, '1971-06-01', { growth: 1.4 }),
      plan('Dry Creek State Penitentiary', 1, 3, 1800, 0.93, '1931-10-01'),
      plan('Elk Prairie Correctional Institution', 1, 2, 2400, 0.98, '1964-02-01'),
      plan('Fern Valley Correctional Institution for Women', 1, 1, 1620, 0.91, '1972-04-01', { sex: 'F' }),
      plan('Granite Point Correctional Institution', 1, 1, 2560, 1.25, '1966-11-15', { growth: 1.0 }),
      plan('Harbor Hill Detention Center', 2, 2, 640, 0.79, '1970-08-01', { detention: 'only' }),
      plan('Ironwood Correctional Institution', 2, 0, 1900, 0.97, '1969-03-01'),
      plan('Juniper Bluff Correctional Institution', 2, 2, 1300, 0.93, '2022-03-01'),
      plan('Kestrel Mountain State Penitentiary', 2, 3, 1250, 0.94, '1955-07-01'),
      plan('Larkspur Correctional Institution', 2, 0, 1700, 0.92, '1973-01-15', { detention: 'some' }),
    ],
    overCapacity: 6,
    crossing: { institution: 2, threshold: 750 },
    openedMidHistory: 9,
    unitSize: 260,
    caseload: 130,
  };
}

const FIRST_WORDS =
  'Alder Amber Aspen Badger Balsam Barren Basalt Birch Bitter Bluestem Bracken Briar Bright Canyon Cedar Cinder Clear Copper Crane Dry Elk Ember Falcon Fern Flint Fox Garnet Granite Gray Green Harbor Hawk Hazel Heron High Hollow Iron Ivory Juniper Kestrel Larch Larkspur Laurel Limestone Long Maple Marble Meadow Mesa Mill Mossy North Oak Ochre Osprey Otter Pebble Pine Plover Quarry Quartz Raven Red Ridge River Rocky Rowan Sable Sage Sand Sedge Shale Silver Slate Spruce Stone Sumac Swift Tamarack Thorn Timber Umber Walnut White Willow Wren'.split(
    ' ',
  );
const SECOND_WORDS = 'Bluff Bend Creek Crossing Falls Flats Glen Grove Hill Hollow Lake Point Prairie Valley'.split(
  ' ',
);
const KINDS = ['Prison Camp', 'Correctional Institution', 'Correctional Institution', 'Penitentiary'];

/** Six regions and 122 institutions, drawn once: the same whatever the seed, so that plans can be compared. */
export function federalAgency(): AgencyPlan {
  const random = randomStream(1, 'institutions');
  const regions = ['Mid-Atlantic', 'North Central', 'Northeast', 'South Central', 'Southeast', 'Western'];
  const kinds = [
    { count: 29, security: 0, low: 450, high: 1900 },
    { count: 32, security: 1, low: 900, high: 1950 },
    { count: 36, security: 2, low: 900, high: 1850 },
    { count: 15, security: 3, low: 900, high: 1850 },
  ];
  const institutions: InstitutionPlan[] = [];
  const add = (security: number, people: number, extra: Partial<InstitutionPlan> = {}) => {
    const i = institutions.length;
    const place = `${FIRST_WORDS[(i * 37) % FIRST_WORDS.length]!} ${SECOND_WORDS[(i * 5) % SECOND_WORDS.length]!}`;
    const kind = extra.detention === 'only' ? 'Detention Center' : KINDS[security]!;
    const opened = `${1930 + random.below(44)}-0${1 + random.below(9)}-01`;
    institutions.push(
      plan(
        extra.sex === 'F' ? `${place} ${kind} for Women` : `${place} ${kind}`,
        i % 6,
        security,
        people,
        0.85 + 0.14 * random.next(),
        opened,
        extra,
      ),
    );
  };
  add(0, 741, { growth: 1.4 });
  add(1, 1800, { growth: 1.0 });
  institutions[1]!.use = 1.27;
  add(2, 1300);
  institutions[2]!.opened = dayOf('2021-02-01');
  for (const kind of kinds) {
    const extra = kind.security < 3 ? 1 : 0;
    for (let i = 0; i < kind.count - extra; i++) {
      add(kind.security, random.between(kind.low, kind.high), i % 9 === 0 ? { detention: 'some' } : {});
    }
  }
  for (let i = 0; i < 5; i++) add(i % 2, random.between(1500, 2700), { sex: 'F' });
  for (let i = 0; i < 5; i++) add(2, random.between(900, 1500), { detention: 'only' });
  return {
    regions: regions.map((name) => `${name} Region`),
    institutions,
    overCapacity: 1,
    crossing: { institution: 0, threshold: 750 },
    openedMidHistory: 2,
    unitSize: 260,
    caseload: 130,
  };
}
