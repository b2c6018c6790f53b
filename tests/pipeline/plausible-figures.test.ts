import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, type IsoDate } from '../../src/lib/calendar/date.ts';
import type { PopulationAverage } from '../../src/lib/questions/population/average.ts';
import type { PopulationDay } from '../../src/lib/questions/population/daily.ts';
import type { PopulationFlow } from '../../src/lib/questions/population/flows.ts';
import type { PopulationMonth } from '../../src/lib/questions/population/monthly.ts';
import { countedDays } from '../../src/lib/questions/population/counted.ts';
import type { Asking } from './asking.ts';
import { askingTiny } from './exported.ts';
import type { Row } from './source-folder.ts';

const asOf = '2026-06-30';
const places = {
  agency: [{ agency_name: 'Department of Small Numbers', as_of: asOf }],
  region: [{ region_id: 'R1', region_name: 'East' }],
  facility: ['NORTH', 'SOUTH'].map((facility_id) => ({ facility_id, facility_name: facility_id, region_id: 'R1' })),
};
const monthEnds = Array.from({ length: 30 }, (_, index) => addDays(addMonths('2024-02-01', index), -1));

/** Rows of every month end. */
const monthly = (rows: (date: IsoDate) => Row[]) =>
  monthEnds.flatMap((date) => rows(date).map((row) => ({ count_date: date, ...row })));
const north = { facility_id: 'NORTH', region_id: null };
const south = { facility_id: 'SOUTH', region_id: null };
const whole = { facility_id: null, region_id: null };
const counted = (population_count: Row[], work: (asking: Asking) => Promise<void>) =>
  withSource({ ...places, population_count }, work);

async function withSource(
  tables: Record<string, Row[]>,
  work: (asking: Asking) => Promise<void>,
  settings = {},
): Promise<void> {
  const asking = await askingTiny(tables, settings);
  try {
    for (const { name, read, loaded, rejected } of asking.manifest.tables) expect(read, name).toBe(loaded + rejected);
    await work(asking);
  } finally {
    asking.close();
  }
}

async function people(asking: Asking, text: Parameters<Asking['rows']>[1] = {}): Promise<[string | null, number][]> {
  const rows = await asking.rows<PopulationAverage>('population/average', { period: '2026-06', ...text });
  return rows.map(({ group, average, population }) => {
    expect(average).toBeCloseTo(population, 9);
    return [group, population];
  });
}

const report = (asking: Asking, name: string) => {
  const found = asking.manifest.tables.find((table) => table.name === name);
  if (!found) throw new Error(`no table ${name}`);
  return found;
};

describe('counts that hold the same people twice', () => {
  const parts = [
    { ...north, population: 100 },
    { ...south, population: 200 },
  ];
  const cases: [what: string, rows: Row[], rejected: number][] = [
    ['a row of the whole agency beside its institutions', monthly(() => [...parts, { ...whole, population: 300 }]), 30],
    [
      'a row of the region beside its institutions',
      monthly(() => [...parts, { ...whole, region_id: 'R1', population: 300 }]),
      30,
    ],
    [
      'rows of both',
      monthly(() => [...parts, { ...whole, region_id: 'R1', population: 300 }, { ...whole, population: 300 }]),
      60,
    ],
    [
      'sexes with a row for both',
      monthly(() => [
        { ...north, sex: 'M', population: 60 },
        { ...north, sex: 'F', population: 40 },
        { ...north, sex: null, population: 100 },
        { ...south, sex: 'M', population: 120 },
        { ...south, sex: 'F', population: 80 },
        { ...south, sex: null, population: 200 },
      ]),
      60,
    ],
    [
      'sexes with a row that says Total',
      monthly(() => [
        { ...north, sex: 'M', population: 60 },
        { ...north, sex: 'F', population: 40 },
        { ...north, sex: 'Total', population: 104 },
        { ...south, sex: 'M', population: 200 },
      ]),
      30,
    ],
    [
      'people told apart by sex and again by custody level',
      monthly(() => [
        { ...north, sex: 'M', custody_level: null, population: 60 },
        { ...north, sex: 'F', custody_level: null, population: 40 },
        { ...north, sex: null, custody_level: 'low', population: 70 },
        { ...north, sex: null, custody_level: 'high', population: 30 },
        { ...south, sex: 'M', custody_level: null, population: 200 },
        { ...south, sex: null, custody_level: 'low', population: 200 },
      ]),
      90,
    ],
    [
      'the last month read from two files',
      [...monthly(() => parts), ...parts.map((row) => ({ count_date: asOf, ...row }))],
      2,
    ],
    ['every month read from two files', [...monthly(() => parts), ...monthly(() => parts)], 60],
  ];

  it.each(cases)('%s: everybody counts once', async (_, rows, rejected) => {
    await counted(rows, async (asking) => {
      expect(await people(asking)).toEqual([[null, 300]]);
      expect(await people(asking, { by: 'facility_id' })).toEqual([
        ['NORTH', 100],
        ['SOUTH', 200],
      ]);
      expect(report(asking, 'population_count').rejected).toBe(rejected);
    });
  });

  it('a total larger than its parts counts for those they leave, and a small rest beside them counts too', async () => {
    await counted(
      monthly(() => [...parts, { ...whole, population: 320 }]),
      async (asking) => {
        expect(await people(asking, { by: 'facility_id' })).toEqual([
          ['NORTH', 100],
          ['SOUTH', 200],
          [null, 20],
        ]);
        expect(report(asking, 'population_count').noted).toMatchObject([{ rule: 'larger_total', rows: 30 }]);
      },
    );
    await counted(
      monthly(() => [...parts, { ...whole, population: 5 }]),
      async (asking) => {
        expect(await people(asking)).toEqual([[null, 305]]);
        expect(report(asking, 'population_count').noted).toMatchObject([{ rule: 'smaller_total', rows: 30 }]);
      },
    );
  });

  it('people whose sex is not recorded are no total', async () => {
    const rows = monthly(() => [
      { ...north, sex: 'M', population: 60 },
      { ...north, sex: 'F', population: 40 },
      { ...north, sex: null, population: 3 },
    ]);
    await counted(rows, async (asking) => expect(await people(asking)).toEqual([[null, 103]]));
  });
});

describe('every institution has its own calendar of counts', () => {
  // North counts at the end of the month, South on the tenth.
  const shifted: Row[] = [
    ...monthly(() => [{ ...north, population: 100 }]),
    ...monthEnds.map((date) => ({ count_date: addDays(date, 10 - Number(date.slice(8))), ...south, population: 200 })),
  ];

  it('and a day on which another counts is not zero', async () => {
    await counted(shifted, async (asking) => {
      expect(await people(asking)).toEqual([[null, 300]]);
      const days = await asking.rows<PopulationDay>('population/daily', { period: '2026-05' });
      expect(days.map(({ date, population }) => [date, population])).toEqual([
        ['2026-05-10', 300],
        ['2026-05-31', 300],
      ]);
      const months = await asking.rows<PopulationMonth>('population/monthly', { period: 'FY2025' });
      expect(
        new Set(months.map(({ average, population, uncounted }) => [average, population, uncounted].join(' '))),
      ).toEqual(new Set(['300 300 0']));
      const points = await asking.rows<{ people: number | null }>('population/projection-history');
      expect(new Set(points.map((point) => point.people))).toEqual(new Set([300]));
    });
  });

  it('and a month it did not count is not known: the agency says so, the institution has no number', async () => {
    const rows = shifted.filter(
      (row) =>
        !((row as { facility_id?: string }).facility_id === 'SOUTH' && String(row.count_date).startsWith('2026-05')),
    );
    await counted(rows, async (asking) => {
      const may = async (text = {}) =>
        (await asking.rows<PopulationMonth>('population/monthly', { period: '2026-05', ...text })).map(
          ({ group, average, uncounted }) => [group, average, uncounted],
        );
      expect(await may()).toEqual([[null, 100, 1]]);
      expect(await may({ by: 'facility_id' })).toEqual([['NORTH', 100, 0]]);
      const spring = (
        await asking.rows<PopulationMonth>('population/monthly', {
          by: 'facility_id',
          values: { from: '2026-04-01', to: '2026-06-30' },
        })
      )
        .filter(({ group }) => group === 'SOUTH')
        .map(({ average }) => average);
      expect(spring).toEqual([200, null, 200]);
      const [quarter] = await asking.rows<PopulationAverage>('population/average', {
        values: { from: '2026-05-01', to: '2026-05-31' },
      });
      expect(quarter).toMatchObject({ average: 100, uncounted: 1 });
      // The month is no fall of the agency to a third: the record of projections leaves it out.
      const history = await asking.rows<{ date: string; people: number | null }>('population/projection-history');
      expect(history.find(({ date }) => date === '2026-05-30' || date === '2026-05-31')?.people).toBeNull();
      expect(report(asking, 'population_count').noted).toMatchObject([{ rule: 'uncounted_months', rows: 1 }]);
    });
  });

  it('and one that has stopped counting is named before anybody takes it for closed', async () => {
    const stopped = (until: string) =>
      shifted.filter((row) => row['facility_id'] !== 'SOUTH' || String(row['count_date']) < until);
    const months = (asking: Asking) =>
      (report(asking, 'population_count').noted ?? []).map(({ rule, rows }) => [rule, rows]);
    await counted(stopped('2026-06-01'), async (asking) => expect(months(asking)).toEqual([['uncounted_months', 1]]));
    await counted(stopped('2026-05-01'), async (asking) => expect(months(asking)).toEqual([['uncounted_months', 2]]));
    await counted(stopped('2026-01-01'), async (asking) => expect(months(asking)).toEqual([]));
    const closed = places.facility.map((row) => ({
      ...row,
      closed_date: row.facility_id === 'SOUTH' ? '2026-05-31' : null,
    }));
    await withSource({ ...places, facility: closed, population_count: stopped('2026-06-01') }, async (asking) =>
      expect(months(asking)).toEqual([]),
    );
  });

  it('and a month of daily counts weighs no more than one with a single count', async () => {
    // North went over to daily counts in June, when it had doubled.
    const rows = [
      ...monthly((date) => (date < '2026-06-01' ? [{ ...north, population: 100 }] : [])),
      ...Array.from({ length: 30 }, (_, day) => ({
        count_date: addDays('2026-06-01', day),
        ...north,
        population: 200,
      })),
    ];
    await counted(rows, async (asking) => {
      const spring = { values: { from: '2026-04-01', to: '2026-06-30' } };
      const [quarter] = await asking.rows<PopulationAverage>('population/average', spring);
      expect(quarter?.average).toBeCloseTo((30 * 100 + 31 * 100 + 30 * 200) / 91, 9);
      // Its months, put together by their days, say the same.
      const months = await asking.rows<PopulationMonth>('population/monthly', spring);
      const days = months.reduce((sum, month) => sum + month.days, 0);
      const average = months.reduce((sum, month) => sum + (month.average ?? 0) * month.days, 0) / days;
      expect(quarter?.average).toBeCloseTo(average, 9);
    });
  });

  it('however the calendars lie to each other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 27 }), { minLength: 1, maxLength: 5 }), (shifts) => {
        const counting = shifts.flatMap((shift, place) =>
          Array.from({ length: 6 }, (_, month) => ({
            date: addDays(addMonths('2026-01-01', month), shift),
            region_id: null,
            facility_id: `F${place}`,
          })),
        );
        const cells = counting.map((row) => ({ ...row, group: null, people: 10 }));
        const days = countedDays(cells, counting, '2026-02-28');
        // From the second month on everybody has counted within 31 days, whatever the day.
        for (const { date, people: found } of days)
          if (date < '2026-06-01') expect(found.get(null), date).toBe(10 * shifts.length);
      }),
    );
  });
});

describe('a person counts once', () => {
  const stay = (
    stay_id: string,
    person_id: string,
    admission_date: string,
    release_date: string | null,
    release_type: string | null = null,
  ): Row => ({
    stay_id,
    person_id,
    admission_date,
    admission_type: 'new_commitment',
    release_date,
    release_type,
  });
  const person = ['P1', 'P2', 'P3', 'P4'].map((person_id, index) => ({
    person_id,
    birth_date: `199${index}-02-03`,
    sex: 'M',
  }));
  const stays = [
    // Two open side by side, three open, one inside another, and one that ends while the other goes on.
    stay('A1', 'P1', '2026-01-01', null),
    stay('A2', 'P1', '2026-02-01', null),
    stay('B1', 'P2', '2026-01-01', null),
    stay('B2', 'P2', '2026-01-01', null),
    stay('B3', 'P2', '2026-03-01', null),
    stay('C1', 'P3', '2026-01-01', '2026-06-01', 'parole'),
    stay('C2', 'P3', '2026-02-01', '2026-03-01', 'transfer_out'),
    stay('D1', 'P4', '2026-01-01', '2026-04-01', 'parole'),
    stay('D2', 'P4', '2026-03-15', null),
  ];
  const placement = stays.map(({ stay_id, admission_date, release_date }) => ({
    stay_id: stay_id ?? null,
    facility_id: ['A2', 'B3', 'C2', 'D2'].includes(String(stay_id)) ? 'SOUTH' : 'NORTH',
    start_date: admission_date ?? null,
    end_date: release_date ?? null,
  }));
  const settings = { history_from: '2025-12-01' };

  it('whatever stays lie side by side: in people, moves and releases', async () => {
    await withSource(
      { ...places, person, stay: stays, placement },
      async (asking) => {
        const on = async (date: string) =>
          Object.fromEntries(
            (
              await asking.rows<PopulationDay>('population/daily', {
                by: 'facility_id',
                values: { from: date, to: date },
              })
            )
              .filter(({ population }) => population > 0)
              .map(({ group, population }) => [group, population]),
          );
        expect(await on('2026-01-15')).toEqual({ NORTH: 4 });
        expect(await on('2026-02-15')).toEqual({ NORTH: 2, SOUTH: 2 });
        expect(await on('2026-03-20')).toEqual({ NORTH: 1, SOUTH: 3 });
        expect(await on('2026-06-30')).toEqual({ SOUTH: 3 });
        const flows = await asking.rows<PopulationFlow>('population/flows', {
          values: { from: '2026-01-01', to: '2026-06-30' },
        });
        const total = (name: keyof PopulationFlow) => flows.reduce((sum, row) => sum + Number(row[name]), 0);
        // Four people came, one has gone: P3. Whoever leaves one stay for another is neither released nor admitted.
        expect([total('admissions'), total('releases'), total('reclassified')]).toEqual([4, 1, 0]);
        const moved = await asking.rows<PopulationFlow>('population/flows', {
          by: 'facility_id',
          values: { from: '2026-01-01', to: '2026-06-30' },
        });
        for (const row of moved) {
          const net = row.admissions - row.releases + Number(row.transfers_in) - Number(row.transfers_out);
          expect(row.population_end - row.population_start).toBe(net);
        }
        const cohorts = await asking.rows<{ released: number }>('recidivism/rate', { values: { horizon: '7' } });
        expect(cohorts.reduce((sum, { released }) => sum + released, 0)).toBeLessThanOrEqual(1);
        expect(report(asking, 'stay').noted?.map(({ rule, rows }) => [rule, rows])).toEqual(
          expect.arrayContaining([
            ['open_stays', 3],
            ['overlapping_stays', 2],
          ]),
        );
      },
      settings,
    );
  });

  it('and somebody without a placement is counted as in no institution', async () => {
    const placed = placement.filter(({ stay_id }) => stay_id !== 'B3');
    await withSource(
      { ...places, person, stay: stays, placement: placed },
      async (asking) => {
        expect(report(asking, 'stay').noted).toContainEqual(
          expect.objectContaining({ rule: 'no_institution', rows: 1 }),
        );
        expect(
          await people(asking, { by: 'facility_id', period: '2026-06' }).then((rows) =>
            rows.find(([group]) => group === null),
          ),
        ).toEqual([null, 1]);
      },
      settings,
    );
  });
});

describe('what counts as a return to prison', () => {
  const numbered = Array.from({ length: 40 }, (_, index) => index);
  const person = numbered.map((n) => ({ person_id: `P${n}`, birth_date: '1990-02-03', sex: 'M' }));
  const first = numbered.map((n) => ({
    stay_id: `A${n}`,
    person_id: `P${n}`,
    admission_date: '2021-01-01',
    admission_type: 'new_commitment',
    release_date: '2022-01-10',
    release_type: 'parole',
  }));
  const again = (n: number, admission_type: string, admission_date = '2022-06-10'): Row => ({
    stay_id: `B${n}`,
    person_id: `P${n}`,
    admission_date,
    admission_type,
    release_date: null,
    release_type: null,
  });
  const back = [
    ...numbered.slice(0, 10).map((n) => again(n, 'transfer_in')),
    ...numbered.slice(10, 20).map((n) => again(n, 'technical_violation')),
  ];
  /** Released and returned within a year, for each kind of return asked for. */
  const returned = async (tables: Record<string, Row[]>, ...events: string[]) => {
    const found: number[][] = [];
    await withSource(
      { ...places, person, ...tables },
      async (asking) => {
        for (const event of events.length > 0 ? events : ['return']) {
          const values = { event, horizon: '365' };
          const rows = await asking.rows<{ released: number; returned: number }>('recidivism/rate', { values });
          found.push(...rows.map((row) => [row.released, row.returned]));
        }
      },
      { history_from: '2021-01-01' },
    );
    return found;
  };
  const event = (n: number, event_date: string, event_type = 'return_technical') => ({
    person_id: `P${n}`,
    event_date,
    event_type,
  });

  it('a transfer in is none', async () => {
    expect(await returned({ stay: [...first, ...back] })).toEqual([[40, 10]]);
  });

  it('one recorded return drops no later stay', async () => {
    expect(await returned({ stay: [...first, ...back], outcome_event: [event(39, '2022-05-05')] })).toEqual([[40, 11]]);
  });

  it('an admission within 30 days of a recorded return is that return, of its kind', async () => {
    const tables = {
      stay: [...first, ...back],
      outcome_event: [event(10, '2022-07-10', 'return_new_sentence'), event(11, '2022-08-20', 'return_new_sentence')],
    };
    // P10's admission is 30 days before the event and is it; P11's lies 71 days before and is a return of its own.
    expect(await returned(tables, 'return', 'return_new_sentence', 'return_technical')).toEqual([
      [40, 10],
      [40, 1],
      [40, 9],
    ]);
  });

  it('a stay after a transfer in still is one', async () => {
    const later = { ...again(0, 'new_commitment', '2022-09-01'), stay_id: 'C0' };
    const ended = { ...again(0, 'transfer_in'), release_date: '2022-08-01', release_type: 'transfer_out' };
    expect(await returned({ stay: [...first, ended, later] })).toEqual([[40, 1]]);
  });
});

describe('a ready-made research file', () => {
  const row = (n: number, values: Row = {}): Row => ({
    release_id: `R${n}`,
    cohort_year: 2022,
    days_followed: 400,
    event_type: n < 20 ? 'return_new_sentence' : null,
    days_to_event: n < 20 ? 100 : null,
    ...values,
  });
  const cohort = (first: Row) => Array.from({ length: 100 }, (_, n) => row(n, n === 0 ? first : {}));
  const curve = async (release_cohort: Row[], settings = {}) => {
    let last: unknown;
    await withSource(
      { agency: places.agency, release_cohort },
      async (asking) => {
        const rows = await asking.rows<{ day: number; events: number; at_risk: number; cumulative: number }>(
          'recidivism/curve',
          { values: { event: 'return' } },
        );
        last = rows.find(({ events }) => events > 0);
        expect(report(asking, 'release_cohort').rejected).toBe(release_cohort.length - 99);
      },
      settings,
    );
    return last;
  };

  it('goes on without a row of negative days', async () => {
    const found = await curve(cohort({ days_to_event: -5 }));
    expect(found).toMatchObject({ day: 100, at_risk: 99, events: 19, cumulative: expect.closeTo(19 / 99, 12) });
    expect(await curve(cohort({ days_followed: -1, days_to_event: null, event_type: null }))).toMatchObject({
      at_risk: 99,
      events: 19,
    });
  });

  it('and without one whose event lies after its follow-up', async () => {
    expect(await curve(cohort({ days_to_event: 450 }))).toMatchObject({
      at_risk: 99,
      events: 19,
    });
  });
});
