import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { KeptResults } from '../../scripts/engine/kept-results.ts';
import { answerScope } from '../../scripts/export/answers.ts';
import { memoInputs } from '../../src/lib/documents/memo/gather.ts';
import { preparedInput, type MemoHead, type PreparedMemo } from '../../src/lib/documents/memo/prepared.ts';
import { memoQuarter } from '../../src/lib/documents/memo/quarter.ts';
import {
  answerKey,
  fileText,
  packAnswer,
  unpackAnswer,
  type AnswerFile,
  type PackedAnswer,
} from '../../src/lib/export/answers.ts';
import type { FileEntry } from '../../src/lib/export/manifest.ts';
import { casePage, worklist } from '../../src/lib/pages/casework.ts';
import { filteredOf, filteredViews } from '../../src/lib/pages/filtered.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { panelRequest, panelsOf, resolvePanel, type Page } from '../../src/lib/pages/page.ts';
import { defaultView, type ChosenView } from '../../src/lib/pages/view.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { populationDimensions } from '../../src/lib/questions/dimensions.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import { formatScope, type Scope } from '../../src/lib/questions/scope.ts';
import { workLists } from '../../src/lib/pages/work-lists.ts';
import { askingOf, type Asking } from './asking.ts';
import { chance } from './chance.ts';

let asking: Asking;
const random = chance(16);

beforeAll(async () => {
  asking = await askingOf(join(inject('demo'), 'out'), { copied: true });
});
afterAll(() => asking.close());

const facilities = () => asking.manifest.scopes.facilities.map(({ id }) => ({ kind: 'facility' as const, id }));

function answersOf(page: string, scope: Scope): AnswerFile {
  const entry = asking.files.answers[answerKey(page, formatScope(scope))];
  return JSON.parse(readFileSync(join(asking.folder, entry?.file ?? ''), 'utf8')) as AnswerFile;
}

/** Every part a page's answers name for an institution, by its name. */
function partsOf(page: string, scope: Scope): Map<string, unknown> {
  const entries = Object.entries(answersOf(page, scope).parts ?? {});
  return new Map(
    entries.map(([name, { file }]) => [
      name,
      JSON.parse(gunzipSync(readFileSync(join(asking.folder, file))).toString('utf8')) as unknown,
    ]),
  );
}

/** What the page reads for a view from the parts, as it does in a browser, and what the engine answers. */
async function bothWays(page: Page, view: ChosenView, institution: Scope) {
  const panel = page.panels[page.parts?.panel ?? ''];
  const request = panel && panelRequest(panel, view);
  if (!panel || !request) throw new Error(`${page.id} asks nothing`);
  const { parts = {} } = answersOf(page.id, institution);
  const fetchPart = ({ file }: FileEntry) => Promise.resolve(new Uint8Array(readFileSync(join(asking.folder, file))));
  const written = (await page.parts?.rows(view, parts, fetchPart)) ?? null;
  const counted = packAnswer(await ask(asking.engine, asking.files.marts, questionOf(panel.question), request));
  return { written: plain(written), counted: plain(counted) };
}

/** Rows with their columns' names; those the question leaves in no order, in one. */
function plain(answer: PackedAnswer | null): object[] | null {
  return answer && !('missing' in answer) ? unpackAnswer<object>(answer) : null;
}
const sorted = (rows: object[] | null) => rows?.map((row) => JSON.stringify(row)).sort();

describe('what an export writes ahead is what the engine answers', () => {
  it('for every list of the worklist, of institutions and units', async () => {
    let rows = 0;
    for (const scope of facilities()) {
      const units = asking.manifest.scopes.units.filter(({ facility_id }) => facility_id === scope.id);
      const places: Scope[] = [scope, random.pick(units), random.pick(units)].map((place) =>
        'kind' in place ? place : { kind: 'unit', id: place.id },
      );
      for (const place of places) {
        for (const { id } of workLists.filter(({ id: list }) => list !== 'todo' && list !== 'unassigned')) {
          const view = { ...defaultView(asking.manifest, place), pageParams: { list: id } };
          const { written, counted } = await bothWays(worklist, view, scope);
          expect(written, `${id} of ${place.kind}`).toEqual(counted);
          rows += written?.length ?? 0;
        }
      }
    }
    expect(rows).toBeGreaterThan(500);
  });

  it('for cases drawn at random, and every case of the export is in one part', async () => {
    const cases = (await asking.engine.query(
      'SELECT DISTINCT facility_id, stay_key FROM case_event WHERE facility_id IS NOT NULL ORDER BY ALL',
    )) as { facility_id: string; stay_key: string }[];
    const written: string[] = [];
    for (const scope of facilities()) {
      const parts = partsOf('case', scope);
      const keys = [...parts.values()].flatMap((part) => Object.keys((part as { cases: object }).cases));
      written.push(...keys);
      for (let draw = 0; draw < 8; draw += 1) {
        const view = { ...defaultView(asking.manifest, scope), pageParams: { case: random.pick(keys) } };
        const found = await bothWays(casePage, view, scope);
        expect(found.written?.length).toBeGreaterThan(0);
        expect(sorted(found.written)).toEqual(sorted(found.counted));
        const dates = (found.written as { date: string }[]).map(({ date }) => date);
        expect(dates).toEqual(dates.toSorted());
      }
      const nobody = { ...defaultView(asking.manifest, scope), pageParams: { case: 'ffffffffffffffff' } };
      expect(await bothWays(casePage, nobody, scope)).toEqual({ written: [], counted: [] });
    }
    expect(written.toSorted()).toEqual(cases.map(({ stay_key }) => stay_key).toSorted());
  });

  it('for the memoranda of every institution, with what the list says of each', async () => {
    const { manifest: dataset, engine } = asking;
    const quarter = memoQuarter(defaultView(dataset).period, dataset);
    let people = 0;
    for (const scope of facilities()) {
      const inputs = await memoInputs({ engine, marts: asking.files.marts, dataset }, { facility: scope.id }, quarter);
      const parts = partsOf('memos', scope);
      expect([...parts.keys()]).toEqual(inputs.map(({ person }) => person.id));
      for (const input of inputs) {
        const found = preparedInput(parts.get(input.person.id) as PreparedMemo, dataset.version);
        expect(found).toEqual(JSON.parse(fileText(input)));
      }
      const { heads } = answersOf('memos', scope).panels;
      if (!heads || 'missing' in heads) throw new Error('there is no list');
      const listed = unpackAnswer<MemoHead>(heads);
      expect(listed.map(({ person, assigned, entries }) => [person, assigned, entries])).toEqual(
        inputs.map(({ person, assigned, entries }) => [person, assigned, entries]),
      );
      people += inputs.length;
    }
    expect(people).toBeGreaterThan(10);
  });

  it.each(['overview', 'population', 'recidivism'])('for the filters most readers of %s begin with', async (id) => {
    const page = pages.find((each) => each.id === id);
    if (!page) throw new Error(`there is no page ${id}`);
    const parts = partsOf(filteredOf(id), { kind: 'agency' });
    const views = filteredViews(page, asking.manifest);
    const offered: readonly string[] = page.filters ?? populationDimensions;
    const recorded = (page.firstFilters ?? []).flatMap((dimension) => {
      expect(offered).toContain(dimension);
      const values = (asking.manifest.dimensions[dimension] ?? []).filter((value) => value !== null);
      return values.map((value) => `${dimension}=${value}`);
    });
    expect(recorded.length).toBeGreaterThan(6);
    expect([...parts.keys()]).toEqual(recorded);
    let rows = 0;
    for (const name of [recorded[0], random.pick(recorded), random.pick(recorded), recorded.at(-1)]) {
      const view = views.get(name ?? '');
      if (!view) throw new Error(`${name} is not written`);
      const panels = parts.get(name ?? '') as Record<string, PackedAnswer>;
      for (const panel of panelsOf(page).filter(({ key }) => Object.hasOwn(panels, key))) {
        const request = panelRequest(panel, view);
        if (!request) throw new Error(`${panel.key} asks nothing`);
        expect(request.filters).toEqual(view.filters);
        const { question } = resolvePanel(panel, view);
        const counted = packAnswer(await ask(asking.engine, asking.files.marts, questionOf(question), request));
        expect(panels[panel.key], `${panel.key} under ${name}`).toEqual(counted);
        rows += 'rows' in counted ? counted.rows.length : 0;
      }
    }
    expect(rows).toBeGreaterThan(10);
  });

  it('and what is written of men and women adds up to everybody, counted night by night', async () => {
    const { default_period: period } = asking.manifest;
    const { from, to } = defaultView(asking.manifest).period;
    const [everybody] = (await asking.engine.query(
      `SELECT sum(people * (least(coalesce(end_date, DATE '9999-01-01'), DATE '${to}') - greatest(start_date, DATE '${from}')))
         / (DATE '${to}' - DATE '${from}') AS average
       FROM case_span WHERE start_date < DATE '${to}' AND coalesce(end_date, DATE '9999-01-01') > DATE '${from}'`,
    )) as { average: number }[];
    const parts = partsOf(filteredOf('population'), { kind: 'agency' });
    const averages = ['F', 'M'].map((sex) => {
      const { now } = parts.get(`sex=${sex}`) as Record<string, PackedAnswer>;
      return now && !('missing' in now) ? (unpackAnswer<{ average: number }>(now)[0]?.average ?? NaN) : NaN;
    });
    expect(averages[0]! + averages[1]!, period).toBeCloseTo(everybody?.average ?? NaN, 6);
    expect(Math.min(...averages)).toBeGreaterThan(0);
  });
});

it('cases and people are written ahead in an internal export only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caseboard-public-'));
  const [scope] = facilities();
  if (!scope) throw new Error('there are institutions');
  const written = async (profile: 'internal' | 'regional' | 'public') => {
    const dataset = { ...asking.manifest, profile };
    const answers = await answerScope(asking.engine, dataset, asking.files.marts, scope, {
      index: 0,
      folder,
      kept: new KeptResults(0),
    });
    return answers.flatMap(({ parts }) => Object.keys(parts ?? {})).length;
  };
  expect([await written('public'), await written('regional'), readdirSync(folder)]).toEqual([0, 0, []]);
  expect(await written('internal')).toBeGreaterThan(0);
});
