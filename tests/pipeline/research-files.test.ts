import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logRank } from '../../src/lib/analysis/logrank.ts';
import { uniform } from '../../src/lib/analysis/random.ts';
import { ask, noteOf } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import { readRequest, type RequestText } from '../../src/lib/questions/read-request.ts';
import type { CompetingCurve } from '../../src/lib/questions/recidivism/competing.ts';
import type { ReturnCurve } from '../../src/lib/questions/recidivism/curve.ts';
import type { ReturnRate } from '../../src/lib/questions/recidivism/rate.ts';
import type { ReturnGroup } from '../../src/lib/questions/recidivism/groups.ts';
import type { ReturnTest } from '../../src/lib/questions/recidivism/group-test.ts';
import { expectClose, readClusteredReference, readReleases } from '../reference/reference.ts';
import type { Asking } from './asking.ts';
import { askingTiny } from './exported.ts';
import { smallAgency } from './small-agency.ts';
import type { Row } from './source-folder.ts';

const asked = (releases: Row[], options: { copied?: boolean } = {}) =>
  askingTiny({ agency: smallAgency().agency ?? [], release_cohort: releases }, {}, options);

const release = (id: number, row: Row): Row => ({
  release_id: `R${String(id).padStart(6, '0')}`,
  cohort_year: 2020,
  days_followed: 1000,
  event_type: null,
  days_to_event: null,
  ...row,
});

async function noteTo(asking: Asking, id: string, text: RequestText = {}): Promise<string | undefined> {
  const question = questionOf(id);
  const request = readRequest(question, text, asking.manifest);
  if ('error' in request) throw new Error(request.error);
  return noteOf(await ask(asking.engine, asking.files.marts, question, request));
}

const questionsAsked = [
  ['recidivism/rate', null, {}],
  ['recidivism/rates', null, {}],
  ['recidivism/rates', 'sex', { event: 'arrest' }],
  ['recidivism/rate', 'cohort_year', { horizon: '730' }],
  ['recidivism/rate', 'age_at_release', { unit: 'release', horizon: '365' }],
  ['recidivism/curve', null, {}],
  ['recidivism/curve', 'sex', { event: 'return_technical' }],
  ['recidivism/curve', 'sex', { event: 'arrest', every: '28', unit: 'release' }],
  ['recidivism/competing', 'sex', {}],
  ['recidivism/competing', null, { event: 'arrest', unit: 'release' }],
  ['recidivism/hazard', null, { event: 'arrest' }],
  ['recidivism/test', 'sex', { event: 'return_technical' }],
  ['recidivism/test', 'sex', { unit: 'release', strata: 'risk_level' }],
  ['recidivism/groups', 'age_at_release', { horizon: '700' }],
] as const;

describe('follow-up given as the time to the event', () => {
  const random = uniform(20_261_128);
  const kinds = ['return_new_sentence', 'return_technical', 'arrest', 'death'];
  const releases = Array.from({ length: 400 }, (_, at): Row => {
    const days = Math.ceil(-Math.log(random()) * 900);
    const seen = days <= 1100;
    return release(at, {
      person_id: `P${at % 250}`,
      cohort_year: 2018 + Math.floor(at / 160),
      sex: random() < 0.7 ? 'M' : 'F',
      age_at_release: String(18 + Math.floor(random() * 50)),
      risk_level: random() < 0.5 ? 'high' : 'low',
      days_followed: 1100,
      event_type: seen ? (kinds[Math.floor(random() * kinds.length)] ?? null) : null,
      days_to_event: seen ? days : null,
    });
  });
  const asTime = releases.map((row) => ({ ...row, days_followed: row.days_to_event ?? row.days_followed ?? null }));

  it('says the same as the whole of the follow-up, whatever is asked', async () => {
    const whole = await asked(releases);
    const time = await asked(asTime);
    for (const [id, by, values] of questionsAsked) {
      const text = { ...(by ? { by } : {}), values };
      const rows = await whole.rows(id, text);
      expect(rows.length, id).toBeGreaterThan(0);
      expect(await time.rows(id, text), `${id} ${JSON.stringify(values)}`).toEqual(rows);
      expect(await noteTo(time, id, text)).toBe(await noteTo(whole, id, text));
    }
    const [row] = await time.rows<ReturnRate>('recidivism/rate', { values: { unit: 'release' } });
    // Straight from the rows: whoever had any kind of event but death within three years.
    const returned = releases.filter((r) => r.event_type && r.event_type !== 'death' && Number(r.days_to_event) < 1095);
    expect(row).toMatchObject({ released: 400, returned: returned.length, missing: null });
    whole.close();
    time.close();
  });

  it('a cohort is complete when nobody without an event was lost before', async () => {
    const rows = Array.from({ length: 100 }, (_, at) =>
      release(at, at < 20 ? { days_followed: 30, event_type: 'return_new_sentence', days_to_event: 30 } : {}),
    );
    const asking = await asked(rows);
    const rates = await asking.rows<ReturnRate>('recidivism/rates');
    expect(
      rates.map(({ horizon_days, released, returned, missing }) => [horizon_days, released, returned, missing]),
    ).toEqual([
      [365, 100, 20, null],
      [730, 100, 20, null],
      [1095, 100, null, 'follow_up'],
      [1826, 100, null, 'follow_up'],
    ]);
    const curve = await asking.rows<ReturnCurve>('recidivism/curve');
    expect(curve.map(({ day, at_risk, events }) => [day, at_risk, events])).toEqual([
      [30, 100, 20],
      [1000, 80, 0],
    ]);
    expect(curve[1]?.cumulative).toBeCloseTo(0.2, 12);
    expect(curve[1]?.incidence).toBeCloseTo(0.2, 12);
    asking.close();
    // An event whose day is not known came within its follow-up, and so within a year.
    const flagged = await asked(rows.map((row) => ({ ...row, days_to_event: null })));
    const known = await flagged.rows<ReturnRate>('recidivism/rates');
    expect(known.map(({ returned, missing }) => [returned, missing]).slice(0, 3)).toEqual([
      [20, null],
      [20, null],
      [null, 'follow_up'],
    ]);
    flagged.close();
    // One without an event who was lost at 200 days leaves the year without a rate, and says so.
    const lost = await asked([...rows, release(100, { days_followed: 200 })]);
    const [row] = await lost.rows<ReturnRate>('recidivism/rate', { values: { horizon: '365' } });
    expect(row).toMatchObject({ released: 101, returned: null, missing: 'follow_up' });
    lost.close();
  });
});

describe('kinds of event against R, through an export', () => {
  const reference = readClusteredReference();
  let asking: Asking;
  const kinds = [null, 'return_new_sentence', 'return_technical', 'death'];

  beforeAll(async () => {
    asking = await asked(
      readReleases().map(({ person, week, kind, arm, risk }, at) =>
        release(at, {
          person_id: `P${person}`,
          days_followed: 7 * week,
          event_type: kinds[kind] ?? null,
          days_to_event: kind === 0 ? null : 7 * week,
          program_status: arm === 1 ? 'completed' : null,
          risk_level: risk,
        }),
      ),
    );
  });
  afterAll(() => asking.close());

  const weeks = reference.aj.time;
  const at = <R extends { day: number }>(rows: readonly R[], week: number) =>
    rows.findLast(({ day }) => day <= 7 * week);

  it('each is a cause of its own, whichever is asked about', async () => {
    for (const event of ['any', 'return_new_sentence', 'death']) {
      const rows = await asking.rows<CompetingCurve>('recidivism/competing', { values: { unit: 'release', event } });
      kinds.slice(1).forEach((cause, k) => {
        const own = rows.filter((row) => row.cause === cause);
        weeks.forEach((week, i) => {
          expectClose(at(own, week)?.cumulative, reference.cuminc.est[k]![i]!);
          expectClose(Math.sqrt(at(own, week)?.variance ?? NaN), reference.aj.se[i]![k]!);
        });
      });
    }
  });

  it('a curve of one kind lets the others compete: as if nobody had died, and of everybody', async () => {
    for (const [k, event] of ['return_new_sentence', 'return_technical'].entries()) {
      const rows = await asking.rows<ReturnCurve>('recidivism/curve', { values: { unit: 'release', event } });
      weeks.forEach((week, i) => {
        expectClose(at(rows, week)?.cumulative, reference.cuminc.net_est[k]![i]!);
        expectClose(at(rows, week)?.incidence, reference.cuminc.est[k]![i]!);
      });
    }
  });

  it('tests and hazard ratios by person, and of first releases', async () => {
    const values = { event: 'return_new_sentence', strata: 'risk_level', unit: 'release' };
    const by = 'program_status';
    const [ranks, wald] = await asking.rows<ReturnTest>('recidivism/test', { by, values });
    expect(ranks).toMatchObject({ test: 'stratified log-rank, by person', df: 1 });
    expectClose(ranks?.statistic, reference.cox.strata.score, 1e-6);
    expectClose(wald?.statistic, reference.cox.strata.wald, 1e-6);
    const groups = await asking.rows<ReturnGroup>('recidivism/groups', { by, values });
    const ratio = groups.find(({ group }) => group === 'completed');
    const [b, se] = [Number(reference.cox.strata.coef), Number(reference.cox.strata.se)];
    expectClose(ratio?.hazard_ratio, Math.exp(b), 1e-6);
    expectClose(ratio?.lower, Math.exp(b - 1.959963984540054 * se), 1e-6);
    expectClose(ratio?.upper, Math.exp(b + 1.959963984540054 * se), 1e-6);
    const incidence = await asking.rows<ReturnTest>('recidivism/test', {
      by,
      values: { event: 'return_new_sentence', unit: 'release' },
    });
    const score = incidence.find(({ test }) => test === 'Fine–Gray score, by person');
    expectClose(score?.statistic, reference.fine_gray.score, 1e-6);
    const first = await asking.rows<ReturnTest>('recidivism/test', { by, values: { event: 'return_new_sentence' } });
    const gray = first.find(({ test }) => test === "Gray's test");
    expectClose(gray?.statistic, reference.gray_first[0], 1e-5);
    expectClose(gray?.p, reference.gray_first[1], 1e-5);
    expect(await noteTo(asking, 'recidivism/test', { by, values })).toMatch(/342 releases of 120 people/);
  });
});

describe('what a ready-made file may hold', () => {
  it('times worked out in two ways are one time', async () => {
    const asking = await asked([
      release(1, { event_type: 'arrest', days_to_event: 0.1 + 0.2 }),
      release(2, { event_type: 'arrest', days_to_event: 0.3 }),
      release(3, { event_type: 'arrest', days_to_event: 1.1 * 3, days_followed: 3.3 }),
      release(4, { days_followed: 3.3 }),
      release(5, {}),
    ]);
    expect(
      (await asking.rows<ReturnCurve>('recidivism/curve')).map(({ day, at_risk, events }) => [day, at_risk, events]),
    ).toEqual([
      [0.3, 5, 2],
      [3.3, 3, 1],
      [1000, 1, 0],
    ]);
    asking.close();
  });

  it('ages in years are put into bands; bands and codes of bands stay as given', async () => {
    const groups = async (ages: (string | null)[]) => {
      const asking = await asked(ages.map((age_at_release, at) => release(at, { age_at_release })));
      const rows = await asking.rows<ReturnRate>('recidivism/rate', {
        by: 'age_at_release',
        values: { horizon: '365', event: 'any' },
      });
      asking.close();
      return rows.map(({ group, released }) => [group, released]);
    };
    expect(await groups(['24', '25', '34.9', '35', '71', null])).toEqual([
      ['Under 25', 1],
      ['25–34', 2],
      ['35–44', 1],
      ['55 and over', 1],
      [null, 1],
    ]);
    expect(await groups(['20-29', '30-39', '30-39'])).toEqual([
      ['20-29', 1],
      ['30-39', 2],
    ]);
    expect(await groups(['1', '2', '2'])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
  });

  it('a group without an event has no hazard ratio and says why; the largest with one is compared with', async () => {
    const random = uniform(7);
    const rows = Array.from({ length: 300 }, (_, at) => {
      const group = at < 40 ? 'a' : at < 200 ? 'b' : at < 280 ? 'c' : 'd';
      const days = Math.ceil(-Math.log(random()) * 1500);
      const seen = group !== 'd' && days < 1000;
      return release(at, { offense_category: group, ...(seen ? { event_type: 'arrest', days_to_event: days } : {}) });
    });
    const asking = await asked(rows);
    const groups = await asking.rows<ReturnGroup>('recidivism/groups', { by: 'offense_category' });
    expect(groups.map(({ group, hazard_ratio, missing }) => [group, hazard_ratio === null, missing])).toEqual([
      ['a', false, null],
      ['b', true, 'reference'],
      ['c', false, null],
      ['d', true, 'no_event'],
    ]);
    expect(await noteTo(asking, 'recidivism/test', { by: 'offense_category' })).toBe(
      'Without an event, and so not in Cox’s regression: D.',
    );
    // Groups that are their own strata are never at risk beside each other.
    const values = { strata: 'offense_category' };
    for (const row of await asking.rows<ReturnGroup>('recidivism/groups', { by: 'offense_category', values }))
      expect([row.hazard_ratio, row.missing]).toEqual([null, row.group === 'd' ? 'no_event' : 'not_compared']);
    asking.close();
  });

  it('where there are no rows the reason stands there', async () => {
    const dated = await asked([release(1, { event_type: 'arrest', days_to_event: 50 }), release(2, {})]);
    for (const [id, text, reason] of [
      ['recidivism/curve', { values: { event: 'warrant' } }, /the data record no event “warrant”/],
      ['recidivism/test', {}, /name the column whose groups are to be compared/],
      ['recidivism/test', { by: 'cohort_year' }, /all 2 releases are in one group/],
      ['recidivism/curve', { values: { cohort: '1999' } }, /nobody was released/],
      ['recidivism/rate', { values: { cohort: '1999' } }, /nobody was released/],
    ] as const) {
      expect(await dated.rows(id, text), id).toEqual([]);
      expect(await noteTo(dated, id, text)).toMatch(reason);
    }
    dated.close();
    const flags = await asked([release(1, { event_type: 'arrest' }), release(2, {})]);
    for (const id of ['curve', 'competing', 'hazard', 'test', 'groups']) {
      const text = id === 'test' ? { by: 'cohort_year' } : {};
      expect(await flags.rows(`recidivism/${id}`, text), id).toEqual([]);
      expect(await noteTo(flags, `recidivism/${id}`, text)).toMatch(/of 1 events the data say whether, not when/);
    }
    flags.close();
  });
});

describe('people with eight releases each', () => {
  /** A person's own tendency to return, log-normal with SD 1.5; taking part is a coin of the person and does nothing. */
  const sets = Array.from({ length: 200 }, (_, set) => {
    const random = uniform(4_100 + set);
    const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return Array.from({ length: 60 }, (_person, person) => {
      const rate = Math.exp(1.5 * normal()) / 1100;
      const takes = random() < 0.5;
      return Array.from({ length: 8 }, (_release, nth) => {
        const days = Math.ceil(-Math.log(random()) / rate);
        return { set, person: `${set}-${person}`, takes, year: 2008 + nth, day: days <= 1200 ? days : null };
      });
    }).flat();
  });
  let asking: Asking;

  beforeAll(async () => {
    asking = await asked(
      sets.flat().map(({ set, person, takes, year, day }, at) =>
        release(at, {
          person_id: person,
          cohort_year: year,
          days_followed: day ?? 1200,
          event_type: day === null ? null : 'return_technical',
          days_to_event: day,
          offense_category: `S${set}`,
          program_status: takes ? 'completed' : null,
        }),
      ),
      { copied: true },
    );
  });
  afterAll(() => asking.close());

  const rejecting = (chances: readonly (number | undefined)[]) =>
    chances.filter((p) => (p ?? NaN) < 0.05).length / chances.length;

  it('a true null is rejected about one time in twenty; with every release as if of another, far more often', async () => {
    const once: (number | undefined)[] = [];
    for (const set of sets.keys()) {
      const text = { by: 'program_status', values: { offense_category: `S${set}` } };
      const tests = await asking.rows<ReturnTest>('recidivism/test', text);
      once.push(tests.find(({ test }) => test === 'log-rank')?.p);
    }
    const every = sets.map((rows) =>
      logRank(
        rows.map(({ takes, day }) => ({ group: String(takes), time: day ?? 1200, event: day !== null, count: 1 })),
      ),
    );
    expect(rejecting(every.map((test) => test?.p))).toBeGreaterThan(0.15);
    expect(rejecting(once)).toBeGreaterThanOrEqual(0.03);
    expect(rejecting(once)).toBeLessThanOrEqual(0.07);
  });

  it('the rate counts a person once, and with every release its interval is as wide as the people make it', async () => {
    const values = { offense_category: 'S0' };
    const first = sets[0]!.filter(({ year }) => year === 2008);
    const within = (rows: typeof first) => rows.filter(({ day }) => day !== null && day < 1095).length;
    const [person] = await asking.rows<ReturnRate>('recidivism/rate', { values });
    expect(person).toMatchObject({ released: 60, returned: within(first) });
    const [every] = await asking.rows<ReturnRate>('recidivism/rate', { values: { ...values, unit: 'release' } });
    expect(every).toMatchObject({ released: 480, returned: within(sets[0]!) });
    // By hand: variance of the mean of 60 people's shares (eight releases each), Wilson on as many as say as much.
    const share = within(sets[0]!) / 480;
    const people = Array.from({ length: 60 }, (_, person) => within(sets[0]!.slice(8 * person, 8 * person + 8)) / 8);
    const variance = people.reduce((sum, own) => sum + (own - share) ** 2, 0) / 59 / 60;
    const n = (share * (1 - share)) / variance;
    const z = 1.959963984540054;
    const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
    const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
    expect(every?.lower).toBeCloseTo(middle - half, 9);
    expect(every?.upper).toBeCloseTo(middle + half, 9);
    const years = await asking.rows<ReturnRate>('recidivism/rate', { by: 'cohort_year', values });
    expect(years.map(({ released }) => released)).toEqual(Array.from({ length: 8 }, () => 60));
  });
});
