import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readExport, type Export } from '../../src/lib/export/read-export.server.ts';
import { nativeEngine } from '../../scripts/engine/native.ts';
import { packAnswer } from '../../src/lib/export/answers.ts';
import { asRows, readStatement } from '../../src/lib/console/console-sql.ts';
import { examplesOn } from '../../src/lib/console/examples.ts';
import { figureSearch, linkedFigure, placeFor } from '../../src/lib/console/figure-link.ts';
import { figureQuery } from '../../src/lib/console/figure-query.ts';
import { placesOf } from '../../src/lib/console/places.ts';
import { runStatement } from '../../src/lib/console/run.ts';
import { partsFor, tablesIn } from '../../src/lib/console/tables.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { panelRequest, panelsOf } from '../../src/lib/pages/page.ts';
import { defaultView, parseView, viewOn, type ChosenView } from '../../src/lib/pages/view.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';

let exported: Export;
let engine: Awaited<ReturnType<typeof nativeEngine>>;

beforeAll(async () => {
  exported = await readExport(join(inject('demo'), 'out'));
  engine = await nativeEngine(exported.folder, exported.files);
});
afterAll(() => engine.close());

const planner = { plan: () => Promise.resolve() };

it('says what every column of every table means', () => {
  const silent = Object.entries(exported.files.marts).flatMap(([name, { columns }]) =>
    columns.filter(({ meaning }) => !meaning).map((column) => `${name}.${column.name}`),
  );
  expect(silent).toEqual([]);
});

it.each(examplesOn('2026-06-30'))('the example “$title” runs and finds something', async ({ sql }) => {
  const asked: string[] = [];
  const watched = {
    ...engine,
    ...planner,
    load: (parts: readonly { mart: string }[]) => Promise.resolve(void asked.push(...parts.map(({ mart }) => mart))),
  };
  const statement = readStatement(sql);
  if ('problem' in statement) throw new Error(statement.problem);
  const { rows } = await runStatement(watched, exported.files.marts, statement, { facilities: null });
  expect(rows.length).toBeGreaterThan(0);
  // What is loaded is what DuckDB finds in the query.
  const names = await engine.query(
    "SELECT unnest(regexp_extract_all(?, '(?:FROM|JOIN|SUMMARIZE) (\\w+)', 1)) AS name",
    [sql],
  );
  expect(new Set(asked)).toEqual(new Set(names.map(({ name }) => name)));
});

it('gives whole numbers with more digits than JavaScript keeps as the text they are', async () => {
  const statement = readStatement(
    'SELECT 9007199254740993 AS long, sum(x) AS total, sum(x) * 9007199254740993 AS longer FROM range(4) AS r(x)',
  );
  if ('problem' in statement) throw new Error(statement.problem);
  const loaded = { ...engine, ...planner };
  const { rows, columns } = await runStatement(loaded, exported.files.marts, statement, { facilities: null });
  expect(rows).toEqual([{ long: '9007199254740993', total: 6, longer: '54043195528445958' }]);
  expect(columns.map(({ type }) => type)).toEqual(['VARCHAR', 'HUGEINT', 'VARCHAR']);
});

const figures = pages.flatMap((page) =>
  panelsOf(page).map((panel) => ({ name: `${page.id} ${panel.key}`, page, panel })),
);

describe('the SQL of a figure, opened in the console', () => {
  it.each(figures)('gives the numbers of the figure: $name', async ({ page, panel }) => {
    const { manifest, files } = exported;
    const facility = manifest.scopes.facilities[0]?.id ?? '';
    for (const scope of [{ kind: 'agency' } as const, { kind: 'facility', id: facility } as const]) {
      const first = defaultView(manifest, scope);
      // A page about somebody is of that person's place.
      if (page.about && scope.kind === 'agency') continue;
      const person = manifest.scopes.staff.find(({ facility_id }) => facility_id === facility)?.id ?? '';
      const pageParams: ChosenView['pageParams'] = page.about?.parameter === 'staff' ? { staff: person } : {};
      const view: ChosenView = { ...first, pageParams };
      const request = panelRequest(panel, viewOn(page, view));
      // What the link carries is all the console has.
      const opened = parseView(new URLSearchParams(figureSearch(page.id, panel.key, view)), manifest).view;
      const linked = linkedFigure(`${page.id}.${panel.key}`, opened, pages);
      if (!request) {
        expect(linked).toHaveProperty('error');
        continue;
      }
      if ('error' in linked) throw new Error(linked.error);
      const question = questionOf(panel.question);
      const { statements, place } = figureQuery(linked, manifest);
      const results = [];
      for (const text of statements) {
        const statement = readStatement(text);
        if ('problem' in statement) throw new Error(`${statement.problem}\n${text}`);
        results.push(await engine.query(`SELECT * FROM ${asRows(statement.select)}`));
      }
      const answer = await ask(engine, files.marts, question, request);
      // Sums of another order differ behind the ten digits an answer file keeps.
      const found = { ...answer, rows: question.rows(results, linked.request) };
      expect(packAnswer(found)).toEqual(packAnswer(answer));
      // The files the console would load are at least those the figure is made from.
      const { facilities } = placesOf(manifest).find(({ value }) => value === place) ?? { facilities: null };
      const names = new Set(Object.keys(files.marts));
      const loaded = statements
        .flatMap((text) => tablesIn(text, names))
        .flatMap((mart) => partsFor(mart, files.marts[mart] ?? { parts: [] }, facilities));
      const keys = new Set(loaded.map(({ mart, part }) => `${mart}/${part}`));
      const lacking = question.needs(request).filter(({ mart, part }) => !keys.has(`${mart}/${part}`));
      const read = new Set(loaded.map(({ mart }) => mart));
      expect(lacking.filter(({ mart }) => read.has(mart))).toEqual([]);
    }
  });
});

it('chooses the smallest place that holds what a figure needs', () => {
  const { manifest } = exported;
  const [facility] = manifest.scopes.facilities;
  const unit = manifest.scopes.units.find(({ facility_id }) => facility_id === facility?.id);
  const part = (name: string) => ({ mart: 'm', part: name });
  const own = facility?.id ?? '';
  const region = manifest.scopes.facilities.filter(({ region_id }) => region_id === facility?.region_id);
  const scope = { kind: 'unit', id: unit?.id ?? '' } as const;
  expect(placeFor([part('agency'), part(own)], scope, manifest)).toEqual({ kind: 'facility', id: own });
  expect(
    placeFor(
      region.map(({ id }) => part(id)),
      scope,
      manifest,
    ),
  ).toEqual({ kind: region.length > 1 ? 'region' : 'facility', id: region.length > 1 ? facility?.region_id : own });
  expect(placeFor([part('unrecorded')], scope, manifest)).toEqual({ kind: 'agency' });
});
