import { pageAt, routeOf } from './contents.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../calendar/period.ts';
import { calendarOf } from '../export/calendar.ts';
import { exampleDataset } from '../export/fixture.ts';
import { canSpeakOf, placesOf } from '../measures/request.ts';
import { grainsOf } from '../measures/grain.ts';
import { figureOf, figures } from '../measures/figures.ts';
import { formatScope, type Scope } from '../questions/scope.ts';
import { compare, otherOwn, otherSide } from './compare.ts';
import { keptParams, panelRequest, panelsOf, resolvePanel } from './page.ts';
import { partsOf, regions, regionsMeasure } from './regions.ts';
import { placesOffered, trendChoice, trendOwn, trends, trendSpan } from './trends.ts';
import { defaultView, formatView, parseView, withComparison, type ChosenView } from './view.ts';

const dataset = exampleDataset();
const scopes: Scope[] = [
  { kind: 'agency' },
  ...dataset.scopes.regions.map(({ id }) => ({ kind: 'region' as const, id })),
  ...dataset.scopes.facilities.map(({ id }) => ({ kind: 'facility' as const, id })),
  ...dataset.scopes.units.map(({ id }) => ({ kind: 'unit' as const, id })),
];
const periods = ['2026Q3', '2025Q1', 'FY2024', '2026-04', 'L12M', '2026-04-03..2026-05-09'].map((id) => {
  const period = parsePeriod(id, calendarOf(dataset));
  if ('error' in period) throw new Error(period.error);
  return period;
});
const viewOf = (scope: Scope, period = periods[0]): ChosenView =>
  withComparison({ ...defaultView(dataset, scope), ...(period ? { period } : {}) });
const read = (text: string): ChosenView => parseView(new URLSearchParams(text), dataset).view;

describe('the links of the regional pages read back as themselves', () => {
  it('trends: measure, places and length of a point', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scopes.filter(({ kind }) => kind !== 'unit')),
        fc.constantFrom(...periods),
        fc.constantFrom(...figures.map(([id]) => id)),
        fc.nat(),
        fc.nat(),
        (scope, period, measure, place, length) => {
          const spec = figureOf(measure);
          const offered = placesOffered(scope, measure);
          if (!spec || !canSpeakOf(spec, scope) || grainsOf(spec).length === 0 || offered.length === 0) return;
          const choice = {
            measure,
            by: offered[place % offered.length] ?? 'institution',
            grain: grainsOf(spec)[length % grainsOf(spec).length] ?? 'month',
          };
          const again = read(formatView(viewOf(scope, period), trendOwn(choice, scope)));
          const { measure: m, by, grain } = trendChoice(again);
          expect([m, by, grain]).toEqual(
            [choice.measure, choice.by, choice.grain].map((value) => ({ value, note: null })),
          );
          const panel = trends.panels.series;
          const request = panel && panelRequest(panel, again);
          expect(request?.period).toEqual(trendSpan(again, choice.grain));
          expect(panel && resolvePanel(panel, again).measure).toBe(measure);
        },
      ),
    );
  });

  it('compare: any other place and period', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scopes),
        fc.constantFrom(...periods),
        fc.constantFrom(...scopes),
        fc.constantFrom(...periods),
        fc.constantFrom('previous' as const, 'last-year' as const, 'none' as const),
        (scope, period, otherScope, otherPeriod, chosen) => {
          const view = withComparison({ ...viewOf(scope, period), compare: chosen });
          const side = { scope: otherScope, period: otherPeriod };
          const { value, note } = otherSide(read(formatView(view, otherOwn(side, view))));
          expect(note).toBeNull();
          expect(formatScope(value.scope)).toBe(formatScope(otherScope));
          expect(value.period).toEqual(otherPeriod);
        },
      ),
    );
  });

  it('compare: the other period gives way to a comparison chosen in the header, and to nothing else', () => {
    const view = { ...viewOf(scopes[0]!), pageParams: { with: 'facility=F2', 'with-period': 'FY2024' } };
    expect(keptParams(compare, view, { place: 'other' })).toEqual(view.pageParams);
    expect(keptParams(compare, view, { place: 'same', comparison: 'other' })).toEqual({ with: 'facility=F2' });
    // The same place is then seen in the period compared with.
    const chosen = withComparison({ ...view, compare: 'previous', pageParams: {} });
    expect(otherSide(chosen).value.period).toEqual(chosen.comparison);
  });

  it('regions: any measure its places are told apart by', () => {
    for (const scope of scopes) {
      for (const [id] of figures) {
        const spec = figureOf(id);
        const told = spec !== undefined && canSpeakOf(spec, scope) && placesOf(spec).includes(partsOf({ scope }));
        const { value, note } = regionsMeasure(read(formatView(viewOf(scope), { measure: id })));
        expect(note === null).toBe(told);
        expect(value).toBe(told ? id : 'timeliness');
      }
    }
  });
});

describe('what a link carries and nobody knows', () => {
  it('is left out, and said so', () => {
    const view = read('measure=happiness&by=planet&grain=decade&with=facility=NOWHERE&with-period=2026Q9');
    const choice = trendChoice(view);
    expect(choice.measure).toMatchObject({ value: 'timeliness', note: expect.stringContaining('happiness') as string });
    expect(choice.by).toMatchObject({ value: 'institution', note: expect.stringContaining('planet') as string });
    expect(choice.grain).toMatchObject({ value: 'month', note: expect.stringContaining('decade') as string });
    const other = otherSide(view);
    expect(other.note).toMatch(/NOWHERE.*2026Q9/);
    expect(other.value).toEqual({ scope: view.scope, period: view.comparison });
  });

  it('is no way to see return by case manager', () => {
    const unit: Scope = { kind: 'unit', id: 'U1' };
    const { value, note } = regionsMeasure(read(formatView(viewOf(unit), { measure: 'returned-three-years' })));
    expect([value, note === null]).toEqual(['timeliness', false]);
    for (const page of [regions, trends, compare]) {
      for (const panel of panelsOf(page)) {
        const view = viewOf(unit);
        const request = panelRequest(panel, view);
        if (resolvePanel(panel, view).question.startsWith('recidivism/')) expect(request).toBeNull();
      }
    }
  });
});

describe('the address of a route', () => {
  it.each([
    ['/(overview)', '/'],
    ['/', '/'],
    ['/population/projection', '/population/projection/'],
  ])('of %s is %s', (id, address) => {
    expect(routeOf(id)).toBe(address);
    expect(pageAt(id)?.route).toBe(address);
  });
});
