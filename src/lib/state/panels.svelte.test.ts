import fc from 'fast-check';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packAnswer, type AnswerFile, type PackedAnswer } from '../export/answers.ts';
import type { Manifest } from '../export/manifest.ts';
import type { FirstView } from '../pages/first-view.ts';
import { page, panelRequest, panelsOf, type Page } from '../pages/page.ts';
import { defaultView, parseView, type ChosenView } from '../pages/view.ts';
import { questionOf } from '../questions/index.ts';
import { formatScope, type Scope } from '../questions/scope.ts';
import { Dataset } from './dataset.svelte.ts';
import { QueryEngine } from './engine.svelte.ts';
import { answerOf, dataFolder, FakeEngine, FakeHost, until } from './fixture.ts';
import { Panels } from './panels.svelte.ts';

/** A page of one figure, and the same a period before. */
const tested = page({
  id: 'tested',
  route: '/tested/',
  title: 'Tested',
  section: 'Population',
  needs: [],
  scopes: ['agency', 'region', 'facility', 'unit'],
  firstFilters: ['sex'],
  panels: {
    now: {
      measure: 'average-daily-population',
      question: 'population/average',
      request: ({ period }) => ({ period }),
    },
    before: {
      measure: 'average-daily-population',
      question: 'population/average',
      request: ({ comparison }) => comparison && { period: comparison },
    },
  },
});

const marts = {
  population_month: [],
  population_month_facility: [],
  facility_month: [],
  population_day: [],
  population_change: [],
};

let host: FakeHost;
let engine: FakeEngine;
let manifest: Manifest;
/** What waits for an idle moment. */
let idle: (() => void)[];

beforeEach(async () => {
  host = new FakeHost();
  engine = new FakeEngine();
  idle = [];
  vi.stubGlobal('fetch', host.fetch);
  vi.stubGlobal('requestIdleCallback', (work: () => void) => idle.push(work));
  manifest = await host.put({}, [], marts);
});
afterEach(() => vi.unstubAllGlobals());

const view = (search: string, of: Manifest = manifest): ChosenView => parseView(new URLSearchParams(search), of).view;

/** A number for each statement there can be, so that what is shown says what was asked. */
function numbered(): (sql: string, bindings: readonly unknown[]) => number {
  const numbers = new Map<string, number>();
  return (...statement) => {
    const key = JSON.stringify(statement);
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
    return numbers.get(key) ?? 0;
  };
}

const people = (population: number) => [{ group: null, average: population, opening: population, population }];

/** What a panel of a view should show when the engine counts so. */
function expected(count: ReturnType<typeof numbered>, key: 'now' | 'before', shown: ChosenView): number[] {
  const request = panelRequest(tested.panels[key], shown);
  const [statement] = request ? questionOf('population/average').statements(request) : [];
  return statement ? [count(statement.sql, statement.bindings)] : [];
}

const packed = (population: number): PackedAnswer => packAnswer({ ...answerOf(manifest), rows: people(population) });

/** Answers prepared for a scope: this many people now, and that many before. */
function prepared(scope: Scope, now: number, before: number, further: Partial<AnswerFile> = {}): AnswerFile {
  const panels = { now: packed(now), before: packed(before) };
  return {
    dataset: manifest.version,
    as_of: manifest.as_of,
    page: 'tested',
    scope: formatScope(scope),
    panels,
    ...further,
  };
}

const inHtml = (panels: FirstView['panels'] = {}): FirstView => ({
  ...prepared({ kind: 'agency' }, 0, 0),
  panels,
  measures: {},
});

function open(first: FirstView = inHtml(), shown: ChosenView | null = null, of: Page = tested) {
  const dataset = new Dataset(manifest, dataFolder);
  return new Panels(
    of as typeof tested,
    dataset,
    new QueryEngine(dataset, () => Promise.resolve(engine)),
    first,
    shown,
  );
}

const shownBy = (panels: ReturnType<typeof open>, key: 'now' | 'before') =>
  panels.rows(key).map(({ population }) => population);

/** Until the engine has been asked so many statements that wait. */
const waiting = (count: number) => until(() => expect(engine.waiting).toHaveLength(count));

describe('figures prepared with the export', () => {
  it('in the HTML are shown at once, and nothing is fetched or asked', async () => {
    const panels = open(inHtml({ now: packed(120), before: packed(110) }));
    expect(shownBy(panels, 'now')).toEqual([120]);
    await panels.show(defaultView(manifest));
    expect(shownBy(panels, 'before')).toEqual([110]);
    expect([engine.starts, host.asked]).toEqual([0, []]);
    expect(panels.pending).toBe(false);
  });

  it('of another version than the current one are not shown under its date', () => {
    const panels = open({ ...inHtml({ now: packed(120) }), dataset: '2026-05-31.11111111' });
    expect(panels.rows('now')).toEqual([]);
    expect(panels.state('now').status).toBe('loading');
  });

  it('are not shown for a link that asks for something else', () => {
    const panels = open(inHtml({ now: packed(120), before: packed(110) }), view('compare=previous'));
    expect(shownBy(panels, 'now')).toEqual([120]);
    expect(shownBy(panels, 'before')).toEqual([]);
  });

  it('for a region are fetched with their hash checked, and the engine sleeps on', async () => {
    manifest = await host.put({}, [prepared({ kind: 'region', id: 'R1' }, 70, 60)], marts);
    const panels = open();
    await panels.show(view('region=R1'));
    expect([shownBy(panels, 'now'), shownBy(panels, 'before')]).toEqual([[70], [60]]);
    expect(panels.state('now')).toMatchObject({ status: 'ready', stale: false, dataset: manifest.version });
    expect(engine.starts).toBe(0);
  });

  it('for a unit lie in the file of its institution', async () => {
    const units = { U1: { now: packed(7), before: packed(6) } };
    manifest = await host.put({}, [prepared({ kind: 'facility', id: 'F1' }, 70, 60, { units })], marts);
    const panels = open();
    await panels.show(view('unit=U1'));
    expect([shownBy(panels, 'now'), shownBy(panels, 'before')]).toEqual([[7], [6]]);
    await panels.show(view('facility=F1'));
    expect(shownBy(panels, 'now')).toEqual([70]);
    expect(engine.starts).toBe(0);
  });

  it('for a case manager lie beside those that are the same for everybody of the institution', async () => {
    const people = { S1: { now: packed(3) } };
    manifest = await host.put({}, [prepared({ kind: 'facility', id: 'F1' }, 70, 60, { people })], marts);
    const aboutOne = page({
      ...tested,
      about: { parameter: 'staff' },
      panels: {
        ...tested.panels,
        now: {
          ...tested.panels.now,
          request: ({ period, pageParams: { staff } }) => ({ period, params: { staff: staff ?? '' } }),
        },
      },
    });
    const panels = open(inHtml(), null, aboutOne as unknown as Page);
    await panels.show(view('facility=F1&staff=S1'));
    expect([shownBy(panels, 'now'), shownBy(panels, 'before')]).toEqual([[3], [60]]);
    expect(engine.starts).toBe(0);
  });

  it('that are damaged on the host leave the question to the engine', async () => {
    manifest = await host.put({}, [prepared({ kind: 'region', id: 'R1' }, 70, 60)], marts);
    const path = [...host.files.keys()].find((name) => name.includes('answers/')) ?? '';
    host.files.set(path, (host.files.get(path) ?? '').replace('70', '71'));
    engine.answers = () => people(72);
    const panels = open();
    await panels.show(view('region=R1'));
    expect(shownBy(panels, 'now')).toEqual([72]);
  });

  it('cover only what they were written for: with a filter the engine is asked', async () => {
    manifest = await host.put({}, [prepared({ kind: 'region', id: 'R1' }, 70, 60)], marts);
    engine.answers = () => people(30);
    const panels = open();
    await panels.show(view('region=R1&sex=F'));
    expect(shownBy(panels, 'now')).toEqual([30]);
    expect(host.asked.some((path) => path.includes('answers/'))).toBe(false);
  });

  it('for a single filter of the whole agency are a part of their own; the engine is asked for any other', async () => {
    const women = { now: packed(12), before: packed(9) };
    const parts = { 'sex=F': await host.putPart(manifest.version, 'answers/tested-filtered/0.bin', women) };
    const filtered: AnswerFile = { ...prepared({ kind: 'agency' }, 0, 0), page: 'tested-filtered', panels: {}, parts };
    manifest = await host.put({}, [filtered], marts);
    engine.answers = () => people(72);
    const panels = open();
    await panels.show(view('sex=F'));
    expect([shownBy(panels, 'now'), shownBy(panels, 'before'), engine.asked]).toEqual([[12], [9], []]);
    // Another value, another period, a place, and a second filter were not written.
    for (const search of ['sex=M', 'sex=F&period=2024Q1', 'sex=F&region=R1', 'sex=F&custody_level=low']) {
      await panels.show(view(search));
      expect(shownBy(panels, 'now'), search).toEqual([72]);
    }
  });

  it('for a filter whose part is damaged leave the question to the engine', async () => {
    const entry = await host.putPart(manifest.version, 'answers/tested-filtered/0.bin', { now: packed(12) });
    const parts = { 'sex=F': { ...entry, sha256: '0'.repeat(64) } };
    const filtered: AnswerFile = { ...prepared({ kind: 'agency' }, 0, 0), page: 'tested-filtered', panels: {}, parts };
    manifest = await host.put({}, [filtered], marts);
    engine.answers = () => people(72);
    const panels = open();
    await panels.show(view('sex=F'));
    expect(shownBy(panels, 'now')).toEqual([72]);
  });

  it('and those of the engine give the same rows for the same view', async () => {
    const region: Scope = { kind: 'region', id: 'R1' };
    const count = numbered();
    engine.answers = (...statement) => people(count(...statement));
    const asked = open();
    await asked.show(view('region=R1'));
    manifest = await host.put(
      {},
      [prepared(region, asked.rows('now')[0]?.population ?? 0, asked.rows('before')[0]?.population ?? 0)],
      marts,
    );
    const fetched = open();
    await fetched.show(view('region=R1'));
    for (const key of ['now', 'before'] as const) {
      expect(fetched.rows(key)[0]).toMatchObject({ population: asked.rows(key)[0]?.population });
      const [one, other] = [fetched.state(key).of, asked.state(key).of];
      expect({ ...one, request: { ...one?.request, dataset: null } }).toEqual({
        ...other,
        request: { ...other?.request, dataset: null },
      });
    }
  });
});

describe('figures asked of the engine', () => {
  const begun = async () => {
    const panels = open(inHtml({ now: packed(120), before: packed(110) }));
    await panels.show(defaultView(manifest));
    return panels;
  };

  it('leave those of the view before in place, marked, until they come', async () => {
    const panels = await begun();
    const shown = panels.show(view('sex=M'));
    expect([shownBy(panels, 'now'), panels.freshness('now')]).toEqual([[120], { stale: true, busy: true }]);
    expect([panels.pending, panels.inStep('now', 'before')]).toEqual([true, true]);
    await waiting(2);
    engine.next().answer(people(90));
    engine.next().answer(people(80));
    await shown;
    expect([shownBy(panels, 'now'), panels.freshness('now')]).toEqual([[90], { stale: false, busy: false }]);
    expect(panels.pending).toBe(false);
  });

  it('blank the page where they take longer than 150 ms', async () => {
    const panels = await begun();
    const shown = panels.show(view('sex=M'));
    await until(() => expect(panels.blank).toBe(true));
    expect(panels.look('now')).toBe('outdated');
    engine.next().answer(people(90));
    engine.next().answer(people(80));
    await shown;
    expect([panels.blank, panels.look('now')]).toEqual([false, 'current']);
  });

  it('say what they are of: while they are marked, the view before', async () => {
    const panels = await begun();
    void panels.show(view('sex=M'));
    expect(panels.state('now').of?.request.filters).toEqual({});
    await waiting(2);
    engine.next().answer(people(90));
    engine.next().answer(people(80));
    await until(() => expect(panels.state('now').of?.request.filters).toEqual({ sex: ['M'] }));
  });

  it('come from the latest view only, whichever answer comes first', async () => {
    for (const lateFirst of [true, false]) {
      engine = new FakeEngine();
      const panels = await begun();
      const [one, other] = [panels.show(view('sex=M')), waiting(2).then(() => panels.show(view('sex=F')))];
      await waiting(4);
      const [old, current] = [engine.waiting.slice(0, 2), engine.waiting.slice(2)];
      expect(old.map(({ signal }) => signal?.aborted)).toEqual([true, true]);
      const give = (statements: typeof old, population: number) =>
        statements.forEach((each) => each.answer(people(population)));
      if (lateFirst) give(old, 90);
      else give(current, 30);
      await until(() => expect(shownBy(panels, 'now')).toEqual(lateFirst ? [120] : [30]));
      if (lateFirst) give(current, 30);
      else give(old, 90);
      await Promise.all([one, other]);
      expect([shownBy(panels, 'now'), shownBy(panels, 'before')]).toEqual([[30], [30]]);
    }
  });

  it('are not asked for again when a reader comes back to what is still shown', async () => {
    const panels = await begun();
    void panels.show(view('sex=M'));
    await waiting(2);
    await panels.show(view(''));
    expect([shownBy(panels, 'now'), panels.freshness('now')]).toEqual([[120], { stale: false, busy: false }]);
    engine.waiting.forEach((each) => each.answer(people(90)));
    await Promise.resolve();
    expect([shownBy(panels, 'now'), engine.asked.length]).toEqual([[120], 2]);
  });

  it('that a reader cancels leave none of the view before, but a sentence, and may be asked for again', async () => {
    const panels = await begun();
    void panels.show(view('sex=M'));
    await waiting(2);
    panels.cancel();
    expect(panels.state('now')).toMatchObject({
      status: 'failed',
      rows: [],
      stale: false,
      message: expect.stringMatching(/^Cancelled\./),
    });
    expect(panels.pending).toBe(false);
    engine.waiting.splice(0).forEach((each) => each.answer(people(90)));
    engine.answers = () => people(91);
    await panels.show(view('sex=M'));
    expect([shownBy(panels, 'now'), panels.state('now').message]).toEqual([[91], null]);
  });

  it('change nothing once the page is left', async () => {
    const panels = await begun();
    const shown = panels.show(view('sex=M'));
    await waiting(2);
    panels.close();
    engine.waiting.forEach((each) => each.answer(people(90)));
    await shown;
    expect([shownBy(panels, 'now'), panels.state('now').message]).toEqual([[120], null]);
  });

  it('that fail leave none of the view before, and say why', async () => {
    const panels = await begun();
    const shown = panels.show(view('sex=M'));
    await waiting(2);
    engine.next().fail(new Error('The data reader stopped.'));
    engine.next().answer(people(80));
    await shown;
    expect(panels.state('now')).toMatchObject({
      status: 'failed',
      rows: [],
      stale: false,
      message: 'The data reader stopped.',
    });
    expect(panels.inStep('now', 'before')).toBe(false);
    expect(shownBy(panels, 'before')).toEqual([80]);
  });

  it('that fail on first sight show no rows, not even those of the HTML that nobody chose', async () => {
    const panels = open(inHtml({ now: packed(120), before: packed(110) }), view('sex=M'));
    engine.starting = () => Promise.reject(new Error('The query engine could not start.'));
    await panels.show(view('sex=M'));
    expect(panels.state('now')).toMatchObject({
      status: 'failed',
      rows: [],
      message: 'The query engine could not start.',
    });
    expect(panels.absence('now')).not.toBe('');
  });

  it('need tables the agency has not supplied: which, as a sentence', async () => {
    manifest = await host.put({}, [], {
      ...marts,
      population_month: ['custody_stay'],
      population_month_facility: ['custody_stay'],
    });
    const panels = open();
    await panels.show(view('sex=M'));
    expect(panels.state('now')).toMatchObject({
      status: 'missing',
      message: expect.stringMatching(/needs the table custody_stay, which/),
    });
    expect(panels.absence('now')).toBe(panels.state('now').message);
    const html = open(inHtml({ now: { missing: ['custody_stay'], title: 'Average daily population' } }));
    expect(html.state('now').message).toBe(panels.state('now').message);
  });

  it('that a view has no use for are empty and ready', async () => {
    const panels = await begun();
    await panels.show(view('compare=none'));
    expect(panels.state('before')).toMatchObject({ status: 'ready', rows: [], stale: false });
    expect([panels.pending, await panels.statements('before')]).toEqual([false, []]);
  });

  it('are watched: who shows them is told of every change', async () => {
    const panels = await begun();
    const seen: string[] = [];
    const stop = $effect.root(() => {
      $effect(() => void seen.push(`${shownBy(panels, 'now').join()} ${panels.pending ? 'pending' : 'current'}`));
    });
    flushSync();
    const shown = panels.show(view('sex=M'));
    flushSync();
    await waiting(2);
    engine.next().answer(people(90));
    engine.next().answer(people(80));
    await shown;
    flushSync();
    stop();
    expect([seen[0], seen[1], seen.at(-1)]).toEqual(['120 current', '120 pending', '90 current']);
  });

  it('of the last view are what is shown in the end, and no others ever pass for current', async () => {
    const searches = ['', 'sex=M', 'sex=F', 'period=2026Q2', 'region=R1', 'compare=none', 'compare=previous'];
    const step = fc.oneof(
      fc.record({ kind: fc.constant('show' as const), search: fc.constantFrom(...searches) }),
      fc.record({ kind: fc.constantFrom('answer' as const, 'fail' as const), at: fc.nat(5) }),
      fc.record({ kind: fc.constant('cancel' as const) }),
      fc.record({ kind: fc.constant('wait' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), fc.constantFrom(...searches), async (steps, last) => {
        engine = new FakeEngine();
        const count = numbered();
        const panels = await begun();
        let current = view('');
        const html = { now: 120, before: 110 };
        // What is marked as current is of the view that was chosen last.
        const honest = () => {
          for (const key of ['now', 'before'] as const) {
            const { status, stale } = panels.state(key);
            if (status !== 'ready' || stale) continue;
            const [right] = expected(count, key, current);
            const rows = shownBy(panels, key);
            const fromHtml =
              JSON.stringify(rows) === JSON.stringify([html[key]]) &&
              expected(count, key, view('')).join() === String(right);
            if (!fromHtml) expect(rows).toEqual(right === undefined ? [] : [right]);
          }
        };
        for (const each of steps) {
          if (each.kind === 'show') void panels.show((current = view(each.search)));
          if (each.kind === 'cancel') panels.cancel();
          if (each.kind === 'wait') await new Promise((resolve) => setImmediate(resolve));
          if (each.kind === 'answer' || each.kind === 'fail') {
            const [statement] = engine.waiting.splice(each.at % Math.max(1, engine.waiting.length), 1);
            if (each.kind === 'fail') statement?.fail(new Error('It failed.'));
            else statement?.answer(people(count(statement.sql, statement.bindings)));
            await Promise.resolve();
          }
          honest();
        }
        const shown = panels.show((current = view(last)));
        engine.answers = (...statement) => people(count(...statement));
        for (const statement of engine.waiting.splice(0))
          statement.answer(people(count(statement.sql, statement.bindings)));
        await shown;
        honest();
        expect(panels.pending).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a reader is likely to choose next', () => {
  it('is asked for once nothing else is to be done: a value of each further filter, and the periods near', async () => {
    engine.answers = () => people(1);
    const panels = open();
    await panels.show(view('sex=M'));
    const before = engine.asked.length;
    engine.loaded.length = 0;
    expect(idle).toHaveLength(1);
    idle[0]?.();
    await until(() => expect(engine.asked.length).toBeGreaterThan(before));
    await until(() => {
      const ahead = engine.asked.slice(before).flatMap(({ bindings }) => bindings);
      // The quarter before, and the quarter before that.
      expect(ahead).toContain('2026-01-01');
      expect(ahead).toContain('2025-10-01');
      expect(ahead).toContain('low');
    });
    expect(engine.loaded.map(({ mart }) => mart)).toContain('population_month');
  });

  it('is fetched for a filter; a period near is not asked for where it would have to be fetched', async () => {
    engine.answers = () => people(1);
    engine.bytesOf = () => 1000;
    const panels = open();
    await panels.show(view('sex=M'));
    const before = engine.asked.length;
    const ahead = () => engine.asked.slice(before).flatMap(({ bindings }) => bindings);
    idle[0]?.();
    await until(() => expect(engine.asked).toHaveLength(before + panelsOf(tested).length));
    await new Promise((resolve) => setImmediate(resolve));
    expect(ahead()).toContain('low');
    expect(ahead()).not.toContain('2026-01-01');
  });

  it('is not fetched where it is so much that a reader who chooses meanwhile would wait for it', async () => {
    engine.answers = () => people(1);
    let looked = 0;
    engine.bytesOf = () => {
      looked += 1;
      return 3_000_000;
    };
    const panels = open();
    await panels.show(view('sex=M'));
    const before = engine.asked.length;
    engine.loaded.length = 0;
    idle[0]?.();
    // Each further filter before anything is fetched and in its turn, then both periods near.
    await until(() => expect(looked).toBeGreaterThan(4));
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(engine.loaded).toEqual([]);
    expect(engine.asked).toHaveLength(before);
  });

  it('is asked for at once when a reader seems about to choose, and only once for a view', async () => {
    engine.answers = () => people(1);
    engine.bytesOf = () => 1000;
    const panels = open();
    await panels.show(view('sex=M'));
    const before = engine.asked.length;
    panels.prepare();
    panels.prepare();
    idle[0]?.();
    await until(() => expect(engine.asked).toHaveLength(before + panelsOf(tested).length));
    await new Promise((resolve) => setImmediate(resolve));
    expect(engine.asked).toHaveLength(before + panelsOf(tested).length);
  });

  it('waits for the reader where they save data', async () => {
    vi.stubGlobal('navigator', { connection: { saveData: true } });
    engine.answers = () => people(1);
    const panels = open();
    await panels.show(view('sex=M'));
    expect(idle).toEqual([]);
    // Nor when they seem about to choose.
    const before = engine.asked.length;
    panels.prepare();
    await vi.dynamicImportSettled();
    expect(engine.asked).toHaveLength(before);
  });

  it('is given up with the view', async () => {
    engine.answers = () => people(1);
    const panels = open();
    await panels.show(view('sex=M'));
    panels.close();
    const before = engine.asked.length;
    idle[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(engine.asked).toHaveLength(before);
  });

  it('is fetched too where the page itself names it', async () => {
    engine.answers = () => people(1);
    const naming: Page = { ...(tested as unknown as Page), unfiltered: true, ahead: () => [{ task: 'review' }] };
    const panels = open(inHtml(), null, naming);
    await panels.show(view('sex=M'));
    engine.loaded.length = 0;
    idle[0]?.();
    // Before it comes what another period needs, once.
    await until(() => expect(engine.loaded).toHaveLength(1 + panelsOf(tested).length));
  });

  it('is what another period needs where nothing can be filtered', async () => {
    engine.answers = () => people(1);
    const unfiltered: Page = { ...(tested as unknown as Page), unfiltered: true };
    const panels = open(inHtml(), null, unfiltered);
    await panels.show(view('sex=M'));
    engine.loaded.length = 0;
    idle[0]?.();
    await until(() => expect(engine.loaded.length).toBeGreaterThan(0));
  });
});

describe('what stands beside a figure', () => {
  it('is its measure, its statements and its link into the console', async () => {
    const panels = open();
    expect(panels.measure('now')).toBeUndefined();
    engine.answers = () => people(1);
    await panels.show(view('region=R1&sex=M'));
    await until(() => expect(panels.measure('now')?.id).toBe('average-daily-population'));
    const [statement] = await panels.statements('now');
    expect(statement?.bindings).toContain('R1');
    const link = new URLSearchParams(panels.link('now'));
    expect([...link.values()]).toEqual(expect.arrayContaining(['R1', 'M']));
    expect(await panels.statements('nobody' as 'now')).toEqual([]);
  });

  it('says nothing of filters on a page they do not reach', () => {
    const unfiltered: Page = { ...(tested as unknown as Page), unfiltered: true };
    expect(open(inHtml(), view('sex=M'), unfiltered).view.filters).toEqual({});
    expect(open(inHtml(), view('sex=M')).view.filters).toEqual({ sex: ['M'] });
  });
});
