import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readExport, type Export } from '../../src/lib/export/read-export.server.ts';
import { nativeEngine } from '../../scripts/engine/native.ts';
import { packAnswer } from '../../src/lib/export/answers.ts';
import { caseManager } from '../../src/lib/pages/casework.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { panelRequest, panelsOf, type View } from '../../src/lib/pages/page.ts';
import { defaultView } from '../../src/lib/pages/view.ts';
import { ask, askEach } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import type { Answer } from '../../src/lib/export/answers.ts';
import type { Request } from '../../src/lib/questions/question.ts';

let exported: Export;
let engine: Awaited<ReturnType<typeof nativeEngine>>;

beforeAll(async () => {
  exported = await readExport(join(inject('demo'), 'out'));
  engine = await nativeEngine(exported.folder, exported.files, { copied: true });
});

afterAll(() => engine.close());

const panels = pages
  // Only where an institution's answers are written are its units asked for together.
  .filter(({ scopes, answered = scopes }) => scopes.includes('unit') && answered.includes('facility'))
  // A case manager's page has answers by person instead: below.
  .filter((page) => page.about === undefined)
  .flatMap((page) => panelsOf(page).map((panel) => ({ name: `${page.id} ${panel.key}`, panel })))
  // What a reader asks for only on the page is in no answer file.
  .filter(({ panel }) => questionOf(panel.question).eachUnit && !panel.onDemand);

describe('asking for every unit of an institution at once', () => {
  it.each(panels)('gives each unit what it is given alone: $name', async ({ panel }) => {
    const { manifest, files } = exported;
    let compared = 0;
    for (const facility of manifest.scopes.facilities) {
      const units = manifest.scopes.units.filter(({ facility_id }) => facility_id === facility.id);
      const requests = units.flatMap(
        ({ id }) => panelRequest(panel, defaultView(manifest, { kind: 'unit', id })) ?? [],
      );
      // Panels that speak of the whole institution on a unit's page are asked alone.
      if (requests.some(({ scope }) => scope.kind !== 'unit')) continue;
      const question = questionOf(panel.question);
      const together = await askEach(engine, question, requests, facility.id);
      for (const [index, request] of requests.entries()) {
        const alone = await ask(engine, files.marts, question, request);
        // Sums of another order differ behind the ten digits an answer file keeps.
        expect(packAnswer(together[index] as Answer)).toEqual(packAnswer(alone));
        compared += alone.rows.length;
      }
    }
    // Units have no institutions of their own: panels about places say nothing of them.
    if (!panel.scopes || panel.scopes.includes('unit')) expect(compared).toBeGreaterThan(0);
  });
});

describe('asking for every case manager of an institution at once', () => {
  type AskedOfEach = [name: string, question: string, requestOf: (view: View) => Request | null];
  /** What is asked for each of them, by what it is for. */
  const asked: AskedOfEach[] = [
    ...panelsOf(caseManager)
      // Of the caseload a page shows everybody's of the place, which is asked once.
      .filter(({ key, question }) => questionOf(question).eachPerson && key !== 'caseload')
      .map((panel): AskedOfEach => [panel.key, panel.question, (view) => panelRequest(panel, view)]),
    [
      'the units of a memorandum',
      'casework/caseload',
      ({ scope, period, dataset, pageParams }) => {
        const filters = { staff_id: [pageParams['staff'] ?? ''] };
        return { scope, period, dataset, by: 'unit_id', filters, params: {} };
      },
    ],
  ];

  it('is possible for some panels', () => expect(asked.map(([name]) => name)).toContain('months'));

  it.each(asked)('gives each what they are given alone: %s', async (_, id, requestOf) => {
    const { manifest, files } = exported;
    const question = questionOf(id);
    let compared = 0;
    for (const { id: facility } of manifest.scopes.facilities) {
      const place = defaultView(manifest, { kind: 'facility', id: facility });
      const requests = manifest.scopes.staff.flatMap(
        (member) => requestOf({ ...place, pageParams: { staff: member.id } }) ?? [],
      );
      const together = await askEach(engine, question, requests, facility);
      for (const [index, request] of requests.entries()) {
        const alone = await ask(engine, files.marts, question, request);
        expect(packAnswer(together[index] as Answer)).toEqual(packAnswer(alone));
        compared += alone.rows.length;
      }
    }
    expect(compared).toBeGreaterThan(0);
  });
});
