import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { readFigure, type FigureRow } from '../../src/lib/measures/measure-figure.ts';
import { figureRequest } from '../../src/lib/measures/request.ts';
import { figureOf } from '../../src/lib/measures/figures.ts';
import { findMeasure } from '../../src/lib/measures/measures.ts';
import { memoHtml } from '../../src/lib/documents/html.ts';
import { buildPacket } from '../../src/lib/documents/packet/build.ts';
import { packetInput, packetQuestions } from '../../src/lib/documents/packet/gather.ts';
import type { PacketInput } from '../../src/lib/documents/packet/input.ts';
import { packetMeasures } from '../../src/lib/documents/packet/measures.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import { parsePeriod } from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import { nativeEngine } from '../../scripts/engine/native.ts';
import { askingOf, type Asking } from './asking.ts';
import { runHere } from './command-line.ts';
import { pdfFacts, pdfPages, plain } from './pdf.ts';

let asking: Asking;
let pages: string[];
let file: string;
const quarter = '2026Q3';

beforeAll(async () => {
  const out = join(inject('demo'), 'out');
  asking = await askingOf(out);
  const folder = mkdtempSync(join(tmpdir(), 'caseboard-packet-'));
  const [region] = asking.manifest.scopes.regions;
  const made = await runHere([
    'packet',
    '--region',
    region?.id ?? '',
    '--quarter',
    quarter,
    '--out',
    folder,
    '--data',
    out,
  ]);
  expect(made.stderr + made.stdout).toMatch(/Wrote .*packet-2026q3-.*\.pdf/);
  file = join(folder, readdirSync(folder)[0] ?? '');
  pages = pdfPages(file);
  return () => asking.close();
});

describe('the regional packet', () => {
  it('has every part a regional office reviews, numbered pages, and heads repeated', () => {
    const all = pages.join(' ');
    for (const part of [
      '1. Population, capacity and projection',
      '2. The region against a year before',
      '3. Casework',
      '4. Signals',
      '5. Programs and release',
      '6. Return after release, by region',
      '7. Coordinators’ duties',
      '8. Data quality',
      'Definitions and method',
    ]) {
      expect(all).toContain(part);
    }
    pages.forEach((page, index) => expect(page).toContain(`Page ${index + 1} of ${pages.length}`));
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.length).toBeLessThan(12);
    // The table of definitions is longer than a page.
    expect(pages.filter((page) => page.includes('Measure Definition')).length).toBeGreaterThan(1);
    expect(pdfFacts(file)).toMatch(/Page size:\s+612 x 792 pts \(letter\)/);
  });

  it('says of the region what the command line answers', async () => {
    const { manifest, files, folder } = asking;
    const engine = await nativeEngine(folder, files);
    const period = parsePeriod(quarter, calendarOf(manifest));
    if ('error' in period) throw new Error(period.error);
    const [region] = manifest.scopes.regions;
    const text = pages.join(' ');
    let compared = 0;
    for (const id of packetMeasures) {
      const spec = figureOf(id);
      if (!spec) throw new Error(id);
      const scope = { kind: 'region' as const, id: region?.id ?? '' };
      const { rows } = await ask(engine, files.marts, questionOf(spec.question), {
        scope,
        period,
        by: null,
        dataset: manifest,
        ...figureRequest(spec),
      });
      const figure = readFigure(spec, rows as FigureRow[], null, { minimum: manifest.settings.minimum_for_rate });
      // A cell may break a figure over two lines, between which pdftotext puts its neighbours: the value comes first.
      const [value = ''] = plain(figure.text).split(' (');
      expect(text, `${findMeasure(id)?.label}: ${figure.text}`).toContain(value);
      compared += 1;
    }
    engine.close();
    expect(compared).toBe(packetMeasures.length);
  });

  it('cuts off no chart, and names no institution that was gone before', async () => {
    const { manifest, files, folder } = asking;
    const engine = await nativeEngine(folder, files);
    const period = parsePeriod(quarter, calendarOf(manifest));
    if ('error' in period) throw new Error(period.error);
    const [region] = manifest.scopes.regions;
    let asked = 0;
    const input: PacketInput = await packetInput(
      { engine, marts: files.marts, dataset: manifest },
      region ?? { id: '', name: '' },
      period,
      { onQuestion: (_title, before) => (asked = before + 1) },
    );
    engine.close();
    // The reader is told “question 40 of 130” before the 130 are asked.
    expect(packetQuestions).toBe(asked);
    const charts = buildPacket(input).blocks.filter((block) => block.kind === 'chart');
    expect(charts.length).toBeGreaterThan(0);
    for (const { svg } of charts) {
      const [width, height] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).slice(1).map(Number);
      for (const [, x = '', y = ''] of svg.matchAll(/[ML]([\d.-]+),([\d.-]+)/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(0);
        expect(Number(x)).toBeLessThanOrEqual(width ?? 0);
        expect(Number(y)).toBeGreaterThanOrEqual(0);
        expect(Number(y)).toBeLessThanOrEqual(height ?? 0);
      }
    }
    // A name is text, whatever is in it.
    const evil = { ...input, region: { id: 'X', name: '<img src=x onerror=alert(1)>' } };
    expect(memoHtml(buildPacket(evil))).not.toContain('<img');
    // Closed within the quarter a place is named though it has no figure; closed before it, it is not.
    const [known] = manifest.scopes.facilities;
    if (!known || !region) throw new Error('there is no institution');
    const closed = (name: string, day: string) => ({
      ...known,
      id: name,
      name,
      region_id: region.id,
      opened_date: null,
      closed_date: day,
    });
    const facilities = [closed('Long gone', '2019-01-31'), closed('Just gone', '2026-05-15')];
    const dataset = {
      ...manifest,
      scopes: { ...manifest.scopes, facilities: [...manifest.scopes.facilities, ...facilities] },
    };
    const text = memoHtml(buildPacket({ ...input, dataset }));
    expect(text).toContain('Just gone');
    expect(text).not.toContain('Long gone');
  });

  it('is refused with a sentence for a region or quarter there is not', async () => {
    const out = join(inject('demo'), 'out');
    const wrong = await runHere(['packet', '--region', 'NOWHERE', '--data', out]);
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toMatch(/no region "NOWHERE".*The regions are/s);
    const [region] = asking.manifest.scopes.regions;
    const year = await runHere(['packet', '--region', region?.id ?? '', '--quarter', 'FY2026', '--data', out]);
    expect(year.stderr).toMatch(/fiscal quarter such as 2026Q3/);
  });
});
