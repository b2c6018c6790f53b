import { describe, expect, it } from 'vitest';
import { exampleDataset } from '../export/fixture.ts';
import type { FigureSpec } from './figure.ts';
import { figureOf, figures } from './figures.ts';
import { measures } from './measures.ts';
import { coordinator } from '../pages/coordinator.ts';
import { panelRequest, panelsOf } from '../pages/page.ts';
import { defaultView } from '../pages/view.ts';
import { questionOf } from '../questions/index.ts';
import { scopesOf } from '../questions/read-request.ts';
import { canSpeakOf, monthsQuestion, placesOf } from './request.ts';
import { readFigure, readRate, shareLimits, type FigureRow } from './measure-figure.ts';
import { readSeries, type SeriesContext } from './series.ts';

const context = { minimum: 10 };
const columnsOf = (sum: string | readonly string[] | undefined) =>
  (sum === undefined ? [] : typeof sum === 'string' ? [sum] : sum).map((name) => name.replace(/^-/, ''));

function specOf(id: string): FigureSpec {
  const spec = figureOf(id);
  if (!spec) throw new Error(`${id} has no figure`);
  return spec;
}

describe('the single figure of a measure', () => {
  const withFigure = measures.flatMap((measure) => (measure.figure ? [{ measure, spec: measure.figure }] : []));

  it('belongs to a measure, every one of them', () => {
    expect(withFigure.map(({ measure }) => measure.id).sort()).toEqual(figures.map(([id]) => id).sort());
  });

  it.each(withFigure.map(({ measure, spec }) => [measure.id, measure, spec] as const))(
    'of %s is read from columns its question has, for places it can be asked of',
    (_id, measure, spec) => {
      // A list of people without a case manager, a line of every day: their figure is counted by another question.
      const elsewhere: Record<string, string> = {
        unassigned: 'casework/now',
        'population-on-a-day': 'population/average',
      };
      expect(spec.question).toBe(elsewhere[measure.id] ?? measure.question);
      const whole = questionOf(spec.question);
      const names = whole.columns.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining([spec.part, spec.whole, spec.value].flatMap(columnsOf)));
      expect(whole.by).toEqual(expect.arrayContaining([...placesOf(spec)]));
      // The finest place named is the finest there is: nothing a reader could ask is withheld, but a case manager's.
      const finest = ['region_id', 'facility_id', 'unit_id', 'staff_id'].filter((id) =>
        (whole.by as string[]).includes(id),
      );
      // Beds are those of institutions, though people are counted by unit.
      if (spec.finest !== 'staff' && measure.id !== 'share-of-capacity') {
        expect(finest.at(-1)).toBe(placesOf(spec).at(-1));
      }
      for (const kind of ['region', 'facility', 'unit', 'staff'] as const) {
        if (canSpeakOf(spec, { kind, id: '' })) expect(scopesOf(whole), kind).toContain(kind);
      }
      if (!spec.months) return;
      const months = questionOf(monthsQuestion(spec));
      const from = [spec.months.part ?? spec.part, spec.months.whole ?? spec.whole, spec.months.value ?? spec.value];
      expect(months.columns.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['month', ...from.flatMap(columnsOf)]),
      );
      expect(months.by).toEqual(expect.arrayContaining([...placesOf(spec)]));
    },
  );

  it('is asked as the page of the coordinator asks it', () => {
    const view = defaultView(exampleDataset());
    // Reviews are shown there by kind, the release checklist item by item, findings of an institution by unit, and what was
    // done about them by subject.
    const apart = ['operational', 'program', 'cost', 'units', 'recurring', 'done', 'guideline', 'readiness'];
    const whole = panelsOf(coordinator).filter(({ key }) => !key.includes(':') && !apart.includes(key));
    expect(whole.length).toBeGreaterThan(15);
    for (const panel of whole) {
      const spec = figureOf(panel.measure);
      const request = panelRequest(panel, view);
      expect([panel.question, request?.params, request?.filters], panel.key).toEqual([
        spec?.question,
        spec?.params ?? {},
        spec?.filters ?? {},
      ]);
    }
    // How many meetings were held by month is counted with the minutes.
    const months = panelsOf(coordinator).filter(({ key }) => key.endsWith(':months') && key !== 'meetings:months');
    expect(months.length).toBeGreaterThan(10);
    for (const { key, measure, question } of months) expect(question, key).toBe(monthsQuestion(specOf(measure)));
  });

  it('is never return by case manager', () => {
    for (const { measure, spec } of withFigure) {
      if (measure.question.startsWith('recidivism/')) expect(spec.finest).toBe('institution');
    }
  });
});

describe('reading a figure', () => {
  const timeliness = specOf('timeliness');

  it('words a share, too few, none and nothing', () => {
    const rows = [
      { group: 'A', on_time: 41, due: 47 },
      { group: 'B', on_time: 3, due: 3 },
      { group: 'C', on_time: 0, due: 0 },
    ];
    const read = (group: string) => readFigure(timeliness, rows, group, context);
    expect(read('A')).toMatchObject({ n: 41, d: 47, text: '87\u202f% (41 of 47)', missing: false, tooFew: false });
    // Wilson's limits are where the share seen lies 1.96 standard errors of the limit away.
    for (const limit of [read('A').lower ?? NaN, read('A').upper ?? NaN]) {
      expect(Math.abs(41 / 47 - limit)).toBeCloseTo(1.959963984540054 * Math.sqrt((limit * (1 - limit)) / 47), 10);
    }
    expect(read('B')).toMatchObject({ n: 3, d: 3, value: null, tooFew: true, text: '3 of 3; too few for a rate' });
    expect(read('C')).toMatchObject({ value: null, missing: true, text: 'none were due' });
    expect(read('D')).toMatchObject({ n: null, d: null, missing: true });
  });

  it('puts the figure before what it rests on, and leaves out of a cell what its head says', () => {
    const apart = (measure: 'timeliness' | 'contacts', row: FigureRow) => {
      const { headline, basis, cell } = readFigure(specOf(measure), [row], null, context);
      return [headline, basis, cell.headline, cell.basis].map((words) => words.replaceAll('\u202f', ' '));
    };
    expect(apart('timeliness', { group: null, on_time: 41, due: 47 })).toEqual([
      '87 %',
      '41 of 47',
      '87 %',
      '41 of 47',
    ]);
    expect(apart('timeliness', { group: null, on_time: 3, due: 3 }).slice(0, 2)).toEqual([
      '3 of 3',
      'too few for a rate',
    ]);
    expect(apart('timeliness', { group: null, on_time: 0, due: 0 }).slice(0, 2)).toEqual(['none were due', '']);
    expect(apart('contacts', { group: null, contacts: 41, person_months: 334 })).toEqual([
      '12.3 per 100',
      '41 in 334 person-months',
      '12.3',
      '41 in 334 months',
    ]);
  });

  it('reads two counts as the same figure', () => {
    const { text, lower, upper, tooFew } = readRate(41, 47, { minimum: 10 });
    const row = readFigure(timeliness, [{ group: null, on_time: 41, due: 47 }], null, context);
    expect({ text, lower, upper, tooFew }).toEqual({
      text: row.text,
      lower: row.lower,
      upper: row.upper,
      tooFew: false,
    });
    expect(readRate(9, 9, { minimum: 10 })).toMatchObject({
      value: null,
      lower: null,
      tooFew: true,
      headline: '9 of 9',
    });
    expect(readRate(0, 0, { minimum: 1, none: 'nobody came' })).toMatchObject({ missing: true, text: 'nobody came' });
    expect(shareLimits(0, 0)).toEqual({ lower: null, upper: null });
  });

  it('adds rows of one group and takes columns away', () => {
    const flow = specOf('net-flow');
    const rows = [
      { group: null, admissions: 10, transfers_in: 2, releases: 5, transfers_out: 4 },
      { group: null, admissions: 1, transfers_in: 0, releases: 5, transfers_out: 0 },
    ];
    expect(readFigure(flow, rows, null, context)).toMatchObject({ value: -1, text: '−1' });
    expect(readFigure(flow, rows.slice(0, 1), null, context)).toMatchObject({ value: 3, text: '+3' });
  });

  it('writes money as money', () => {
    const paid = specOf('financial-paid');
    const text = readFigure(paid, [{ group: null, paid: 1500, planned: 2000 }], null, context).text;
    expect(text.replaceAll('\u202f', ' ')).toBe('75.0 % ($1,500 of $2,000)');
  });

  it('keeps what is not known apart from none', () => {
    const returned = specOf('returned-three-years');
    expect(readFigure(returned, [{ group: null, released: 40, returned: null }], null, context)).toMatchObject({
      d: 40,
      value: null,
      missing: true,
      text: 'not followed long enough',
    });
    const hours = specOf('custody-post-hours');
    expect(readFigure(hours, [{ group: 'A', custody_post_hours: null }], 'A', context).missing).toBe(true);
  });
});

describe('months put together', () => {
  const series: SeriesContext = {
    minimum: 10,
    calendar: { fiscalYearStartMonth: 10, asOf: '2026-06-30' },
    historyFrom: '2020-01-01',
  };
  const months = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'];

  it('adds counts, so that a quarter is its months', () => {
    const spec = specOf('timeliness');
    const rows = [
      { group: 'A', month: '2026-01-01', on_time: 8, due: 10 },
      { group: 'A', month: '2026-02-01', on_time: 4, due: 8 },
      { group: 'A', month: '2026-03-01', on_time: 3, due: 6 },
      { group: 'A', month: '2026-04-01', on_time: 1, due: 2 },
      { group: 'B', month: '2026-03-01', on_time: 1, due: 2 },
    ];
    const [first, second] = readSeries(spec, rows, 'A', { months, grain: 'quarter' }, series);
    expect(first?.figure).toMatchObject({ n: 15, d: 24 });
    expect([first?.partial, second?.partial]).toEqual([false, true]);
    // Before its first row nothing is known of B.
    const b = readSeries(spec, rows, 'B', { months }, series).map(({ figure }) => figure.missing);
    expect(b).toEqual([true, true, false, true]);
  });

  it('adds up what was recorded where a month was not, as the question does for the whole quarter', () => {
    const hours = (month: string, custody: number | null) => ({ group: null, month, custody_post_hours: custody });
    const of = (rows: FigureRow[]) =>
      readSeries(specOf('custody-post-hours'), rows, null, { months, grain: 'quarter' }, series)[0]?.figure;
    expect(of([hours('2026-01-01', 8), hours('2026-02-01', null), hours('2026-03-01', 12)])).toMatchObject({
      value: 20,
    });
    expect(of([hours('2026-01-01', null), hours('2026-02-01', null)])?.missing).toBe(true);
    // A month of which only one side was recorded is in neither.
    const timely = (month: string, on_time: number | null, due: number) => ({ group: 'A', month, on_time, due });
    const rows = [timely('2026-01-01', 8, 10), timely('2026-02-01', null, 8), timely('2026-03-01', 3, 6)];
    const [first] = readSeries(specOf('timeliness'), rows, 'A', { months, grain: 'quarter' }, series);
    expect(first?.figure).toMatchObject({ n: 11, d: 16 });
  });

  it('weights an average by the days of its months', () => {
    const spec = specOf('average-daily-population');
    const rows = [
      { group: null, month: '2026-01-01', average: 100, days: 31 },
      { group: null, month: '2026-02-01', average: 200, days: 28 },
      { group: null, month: '2026-03-01', average: 300, days: 31 },
    ];
    const [quarter] = readSeries(spec, rows, null, { months: months.slice(0, 3), grain: 'quarter' }, series);
    expect(quarter?.figure.value).toBeCloseTo((100 * 31 + 200 * 28 + 300 * 31) / 90, 10);
  });
});
