import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addMonths, formatMonth, monthsBetween } from '../../src/lib/calendar/date.ts';
import {
  fiscalYearOf,
  formatPeriod,
  monthOf,
  parsePeriod,
  quarterOf,
  type Period,
} from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import { readFigure, type FigureRow, type MeasureFigure } from '../../src/lib/measures/measure-figure.ts';
import { figureRequest, placesOf, type PlaceColumn } from '../../src/lib/measures/request.ts';
import type { FigureSpec } from '../../src/lib/measures/figure.ts';
import { figureOf, figures } from '../../src/lib/measures/figures.ts';
import type { WorklistRow } from '../../src/lib/questions/casework/worklist.ts';
import { formatScope, type Scope } from '../../src/lib/questions/scope.ts';
import { chance } from '../pipeline/chance.ts';
import { follow, openReader, settled, visit, type Reader } from './browser.ts';
import { csvOf } from './figures.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;
let reader: Reader;
let page: Tab;
/** The same draws each time, so that a failure is one that was made; others by the variable. */
const seed = Number(process.env['CASEBOARD_SEED'] ?? 1);
/** Begun anew for every test: what failed is tried again with the same draws. */
let random = chance(seed);
let compared = 0;
const seen = new Set<string>();

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  reader = await openReader(browser);
  page = reader.page;
  await visit(page, site.address);
  return stage.close;
});
beforeEach(() => {
  random = chance(seed);
});
afterAll(async () => {
  console.log(
    `CASEBOARD_SEED=${seed}: ${compared} drawn figures of ${seen.size} measures agree with the native engine.`,
  );
});

/** Follows a link inside the site: the engine stays, which starting over for every page would cost most of the time. */
async function go(to: string, tab = page): Promise<void> {
  await follow(tab, to);
  await settled(tab);
}

/** A month, quarter, fiscal year or odd range of which the data know the first day. */
function randomPeriod(): Period {
  const { manifest } = native;
  const calendar = calendarOf(manifest);
  const months = monthsBetween(manifest.history_from ?? manifest.as_of, manifest.as_of);
  const day = random.pick(months.slice(0, -4));
  const range = parsePeriod(`${day.slice(0, 8)}09..${addMonths(day, 3).slice(0, 8)}21`, calendar);
  if ('error' in range) throw new Error(range.error);
  return random.pick([
    monthOf(day),
    quarterOf(day, calendar),
    quarterOf(day, calendar),
    fiscalYearOf(day, calendar),
    range,
  ]);
}

const randomFacility = (): Scope => ({ kind: 'facility', id: random.pick(native.manifest.scopes.facilities).id });

interface Of {
  scope: Scope;
  period: Period;
  group?: { by: PlaceColumn; id: string };
}

const known = new Map<string, Promise<FigureRow[]>>();

/** The native engine's figure. */
async function figure(spec: FigureSpec, { scope, period, group }: Of): Promise<MeasureFigure> {
  const request = { scope, period, by: group?.by ?? null, ...figureRequest(spec) };
  const key = JSON.stringify([spec.question, request]);
  const rows = known.get(key) ?? native.rows<FigureRow>(spec.question, request);
  known.set(key, rows);
  return readFigure(spec, await rows, group?.id ?? null, { minimum: native.manifest.settings.minimum_for_rate });
}

/** Something on the page that says which measure it shows. */
interface Drawn {
  measure: string;
  text: string;
  /** The place of the cell or its row, as it or the link of the row's name says; null where it is the page's own. */
  place: string | null;
  /** Which of the figures of its row it is. */
  nth: number;
}

function drawnFigures(): Promise<Drawn[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main [data-measure]')].map((element) => {
      const row = element.closest('tr');
      const link = row?.querySelector('th a')?.getAttribute('href') ?? '';
      const named = new URLSearchParams(link.split('?')[1] ?? '');
      // A line of measures is one place; a table of places names it in the head of each row.
      const ofPlace =
        element.tagName === 'TD' ? (named.get('staff') ?? named.get('unit') ?? named.get('facility')) : null;
      // The ends of a small line's axis are no figure of the row.
      const parts = element.tagName === 'TR' ? element.querySelectorAll<HTMLElement>('td:not(:has(.spark))') : null;
      const value = row ? null : element.querySelector<HTMLElement>('.value');
      const text = parts ? [...parts].map((part) => part.innerText).join(' ') : (value ?? element).innerText;
      const cells = row ? [...row.querySelectorAll(`td[data-measure="${element.dataset['measure']}"]`)] : [];
      return {
        measure: element.dataset['measure'] ?? '',
        text,
        place: element.dataset['place'] ?? ofPlace,
        nth: cells.indexOf(element),
      };
    }),
  );
}

const plain = (text: string) =>
  text
    .replace(/[\s\u202f]+/g, ' ')
    .replaceAll('−', '-')
    .replace(/(\d),(?=\d{3})/g, '$1')
    .replaceAll('$', '');

/** A number of the page against the exact one, as far as its decimals go. */
function expectNumber(shown: string | undefined, value: number | null, what: string): void {
  const half = 0.5 * 10 ** -(shown?.split('.')[1]?.length ?? 0);
  expect(Math.abs(Number(shown) - (value ?? NaN)), `${what}: ${shown} for ${value}`).toBeLessThanOrEqual(half + 1e-6);
}

/** Words and numbers of a drawn figure against the engine's. */
function expectDrawn(
  drawn: string,
  spec: FigureSpec,
  { n, d, value, missing, tooFew }: MeasureFigure,
  at: string,
): void {
  const text = plain(drawn);
  const what = `${at}: “${text}”`;
  compared += 1;
  const percent = /(-?[\d.]+) %/.exec(text)?.[1];
  const [, part, whole] = /(-?[\d.]+) of (-?[\d.]+)/.exec(text) ?? [];
  const [first] = /-?\d[\d.]*/.exec(text) ?? [];
  // Hours nobody wrote down are not said to be none.
  if (spec.kind === 'number' && first === undefined && text.includes('none recorded')) {
    expect(value, what).toBe(0);
    return;
  }
  if (spec.kind === 'number' && !missing && !tooFew) return expectNumber(first, value, what);
  if (spec.kind === 'rate' && !missing) {
    const [, events, exposure] = /([\d.]+) in ([\d.]+)/.exec(text) ?? [];
    if (events !== undefined) expectNumber(events, n, what);
    if (exposure !== undefined) expectNumber(exposure, d, what);
    const stated = /([\d.]+) per 100/.exec(text)?.[1] ?? (events === undefined ? undefined : first);
    if (tooFew) expect(text, what).not.toContain('per 100');
    else expectNumber(stated, value, what);
    return;
  }
  if (missing) {
    expect(percent, what).toBeUndefined();
    if (d === null) expect(part, what).toBeUndefined();
    return;
  }
  if (part !== undefined) {
    expectNumber(part, n, what);
    expectNumber(whole, d, what);
  }
  if (tooFew) expect(percent, what).toBeUndefined();
  else if (percent !== undefined) expectNumber(percent, (value ?? NaN) * 100, what);
  // Of people without a case manager the overview says how many, not of how many.
  else if (part === undefined) expectNumber(first, n, what);
}

const address = (path: string, { scope, period }: Of, further: Record<string, string> = {}) =>
  `${site.address}${path}?${new URLSearchParams({
    ...(scope.kind === 'agency' ? {} : { [scope.kind]: scope.id }),
    period: formatPeriod(period),
    ...further,
  }).toString()}`;

/** Every figure of the open page that names its measure. */
async function expectPage(of: Of, by: PlaceColumn, { least = 1 }: { least?: number } = {}): Promise<void> {
  const drawn = await drawnFigures();
  expect(drawn.length, page.url()).toBeGreaterThanOrEqual(least);
  for (const { measure, text, place } of drawn) {
    const spec = figureOf(measure);
    // What has no single figure, such as a timeline, cannot be held against one.
    if (!spec) continue;
    seen.add(measure);
    const group = place === null ? {} : { group: { by, id: place } };
    expectDrawn(text, spec, await figure(spec, { ...of, ...group }), `${measure} ${place ?? ''} at ${page.url()}`);
  }
}

const draws = () => Array.from({ length: 3 }, (): Of => ({ scope: randomFacility(), period: randomPeriod() }));

describe(`figures as they are drawn, seed ${seed}`, () => {
  it('are the engine’s on the pages of an institution', async () => {
    for (const of of draws()) {
      await go(address('', of));
      await expectPage(of, 'unit_id', { least: 4 });
      await go(address('coordinator/', of));
      await expectPage(of, 'unit_id', { least: 12 });
      await go(address('case-managers/', of));
      await expectPage(of, 'staff_id');
    }
    expect(seen.size).toBeGreaterThan(15);
  });

  it('are the engine’s on the page of a case manager', async () => {
    const member = random.pick(native.manifest.scopes.staff.filter((staff) => staff.facility_id && !staff.facilities));
    const of: Of = { scope: { kind: 'facility', id: member.facility_id ?? '' }, period: randomPeriod() };
    await go(address('case-manager/', of, { staff: member.id }));
    const drawn = await drawnFigures();
    expect(drawn.length).toBeGreaterThan(8);
    for (const { measure, text } of drawn) {
      const spec = figureOf(measure);
      // A certification is shown by its last day.
      if (!spec || measure === 'certified') continue;
      const found = await figure(spec, { ...of, group: { by: 'staff_id', id: member.id } });
      expectDrawn(text, spec, found, `${measure} of ${member.id} at ${page.url()}`);
    }
  });

  it('are the engine’s in the matrix of regions and of units', async () => {
    const region: Of = {
      scope: { kind: 'region', id: random.pick(native.manifest.scopes.regions).id },
      period: randomPeriod(),
    };
    await go(address('regions/', region));
    await expectPage(region, 'facility_id', { least: 14 });
    const facility: Of = { scope: randomFacility(), period: randomPeriod() };
    await go(address('regions/', facility));
    await expectPage(facility, 'unit_id', { least: 6 });
  });

  it('are the engine’s on both sides of a comparison', async () => {
    const [one, other] = draws();
    if (!one || !other) throw new Error('no draws');
    await go(address('compare/', one, { with: formatScope(other.scope), 'with-period': formatPeriod(other.period) }));
    const drawn = await drawnFigures();
    expect(drawn.length).toBeGreaterThan(30);
    for (const { measure, text, nth } of drawn) {
      const spec = figureOf(measure);
      if (!spec) throw new Error(measure);
      expectDrawn(text, spec, await figure(spec, nth === 0 ? one : other), `${measure}, side ${nth} at ${page.url()}`);
    }
  });

  it('are the same as the export wrote them and as the engine counts them: memoranda, cases, lists', async () => {
    const { manifest } = native;
    const member = random.pick(manifest.scopes.staff.filter(({ facility_id }) => facility_id !== null));
    const facility = member.facility_id ?? '';
    const open = await native.answer<WorklistRow>('casework/worklist', {
      scope: `facility=${facility}`,
      values: { status: 'due' },
    });
    const unit = random.pick(manifest.scopes.units.filter(({ facility_id }) => facility_id === facility));
    const some = random.pick(open.filter(({ stay_id }) => stay_id !== null));
    const paths = [
      `memo/?facility=${facility}&staff=${member.id}`,
      `memos/?facility=${facility}`,
      `case/?facility=${some.now_facility_id ?? facility}&case=${some.stay_id}`,
      ...['elsewhere', 'grace', 'due30', 'past'].map((list) => `worklist/?facility=${facility}&list=${list}`),
      `worklist/?unit=${unit.id}&list=due60`,
    ];
    // Each in a browser to which either the engine or what the export wrote does not come.
    const [written, counted] = await Promise.all(
      [/\/engine\//, /\/answers\/(memos|case|worklist)\//].map(async (barred) => {
        const other = await openReader(browser);
        await other.page.route(barred, (route) => route.abort());
        const said: string[] = [];
        await visit(other.page, `${site.address}help/`);
        for (const path of paths) {
          await go(site.address + path, other.page);
          if (path.startsWith('memo/')) await other.page.locator('.memo-print').waitFor({ timeout: 60_000 });
          said.push(await other.page.locator('main').innerText());
        }
        await other.close();
        return said;
      }),
    );
    for (const [at, path] of paths.entries()) {
      expect(written?.[at], path).toBe(counted?.[at]);
      expect(written?.[at], path).toMatch(/\d/);
    }
    expect(written?.join(' ')).not.toContain('could not');
  });

  it('are the engine’s at every point of a trend', async () => {
    const monthly = figures.flatMap(([id, spec]) => (spec.months ? [{ id, spec }] : []));
    const names = new Map(native.manifest.scopes.facilities.map(({ id, name }) => [name, id]));
    let points = 0;
    // Two measures, and more where those drawn have nothing to compare.
    for (let tried = 0; tried < 2 || (points <= 10 && tried < 8); tried += 1) {
      const { id, spec } = random.pick(monthly);
      expect(placesOf(spec)).toContain('facility_id');
      const of: Of = { scope: { kind: 'agency' }, period: randomPeriod() };
      await go(address('trends/', of, { measure: id }));
      const at = (place: string, from: string): Of => ({
        scope: of.scope,
        period: monthOf(from),
        group: { by: 'facility_id', id: place },
      });
      const shown = await page.locator('.now[data-place]').evaluateAll((lines) =>
        lines.map((line) => ({
          place: (line as HTMLElement).dataset['place'] ?? '',
          text: (line as HTMLElement).innerText,
        })),
      );
      const months = monthsBetween(native.manifest.history_from ?? '', native.manifest.as_of);
      for (const { place, text } of shown) {
        const month = months.find((each) => text.includes(`, ${formatMonth(each)}`));
        if (month === undefined) continue;
        expectDrawn(text, spec, await figure(spec, at(place, month)), `${id} of ${place} at ${page.url()}`);
      }
      if (shown.length === 0) continue;
      const { head, rows } = await csvOf(page.locator('main figure').first());
      const column = (name: string) => head.indexOf(name);
      for (const row of rows.filter(() => random.next() < 0.25)) {
        const cell = (name: string) => (row[column(name)] === '' ? null : Number(row[column(name)]));
        const found = await figure(spec, at(names.get(row[0] ?? '') ?? '', row[column('From')] ?? ''));
        const what = `${id} ${row.join(' ')} at ${page.url()}`;
        if (cell('Figure') === null) {
          const place = native.manifest.scopes.facilities.find(({ name }) => name === row[0]);
          const shut = (place?.opened_date ?? '') > (row[column('From')] ?? '') || place?.closed_date != null;
          expect(shut || found.missing || found.tooFew || found.value === null, what).toBe(true);
          continue;
        }
        for (const [name, value] of [
          ['Counted', found.n],
          ['Of', found.d],
          ['Figure', found.value],
        ] as const)
          if (column(name) >= 0 && (cell(name) !== null || name === 'Figure'))
            expect(cell(name), `${name} of ${what}`).toBeCloseTo(value ?? NaN, 6);
        compared += 1;
        points += 1;
      }
    }
    expect(points).toBeGreaterThan(10);
    expect(reader.errors).toEqual([]);
  });
});
