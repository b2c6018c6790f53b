import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { openTab } from '../browsers/chromium-tab.ts';
import { findEngines } from '../browsers/engines.ts';
import type { Tab } from '../browsers/tab.ts';
import { chromiumOptions, findChromium } from '../chromium.ts';
import { serveSite } from '../serve/serve.ts';
import type { StepTotal } from '../../src/lib/engine/trace.ts';
import type { Export } from '../../src/lib/export/read-export.server.ts';
import { addressOf, coldFilter, inBrowser, rounds, timeOtherEngine, type Open, type Placed } from './cold.ts';
import { quantile, type Figure } from './figure.ts';
import { prepareFloor, runFloor } from './floor.ts';
import { timedPages, workOf } from './floor-work.ts';
import { change, memoryOf, visit } from './reader.ts';

/** Milliseconds somebody reads before choosing a filter. */
const reading = 8000;
/** The pages that are timed in every engine: with the engine of the figures awake least and most. */
const inEveryEngine = ['overview', 'recidivism'];

export interface PageTimes {
  figures: Figure[];
  /** What each step cost until the first filter was drawn, by page. */
  steps: Record<string, StepTotal[]>;
}

/**
 * What a reader waits for, in headless Chromium on a site served from this machine, beside the floor of each page; and the
 * first filter in the other engines, where they are installed.
 */
export async function timePages(build: string, exported: Pick<Export, 'manifest' | 'files'>): Promise<PageTimes> {
  await prepareFloor(build);
  const site = await serveSite({ folder: build, host: '127.0.0.1', port: 0, base: '/' });
  const times: PageTimes = { figures: [], steps: {} };
  try {
    const placed = timedPages(exported).map((page): Placed => ({ ...page, build, address: site.address }));
    for (const engine of findEngines()) {
      const { name, open } = engine;
      if (typeof open !== 'function') {
        console.log(`${name} was not tried. ${open.lacking}`);
      } else if (name === 'Chromium') {
        for (const page of placed) {
          const { figures, steps } = await timePage(open, page, exported);
          times.figures.push(...figures);
          times.steps[page.id] = steps;
        }
        times.figures.push(...(await timeMemory(site.address, exported)));
      } else {
        for (const page of placed.filter(({ id }) => inEveryEngine.includes(id))) {
          const { figures, steps } = await timeOtherEngine({ name, open }, page, workOf(page, exported));
          times.figures.push(...figures);
          times.steps[`${name}: ${page.id}`] = steps;
        }
      }
    }
  } finally {
    await site.close();
  }
  return times;
}

async function timePage(
  open: Open,
  page: Placed,
  exported: Pick<Export, 'manifest' | 'files'>,
): Promise<{ figures: Figure[]; steps: StepTotal[] }> {
  const work = workOf(page, exported);
  const runs: { paint: number; open: number; cold: number; read: number; warm: number[]; steps: StepTotal[] }[] = [];
  const floors: { first: number; warm: number[] }[] = [];
  // Ours and the floor in turn, each in a browser of its own: what else the machine does meets both.
  for (let round = 0; round < rounds; round += 1) {
    floors.push(await inBrowser(open, (tab) => runFloor(tab, page.build, page.address, work)));
    const cold = await inBrowser(open, (tab) => coldFilter(tab, page));
    const read = await inBrowser(open, (tab) => filterAfterReading(tab, page));
    runs.push({ ...cold, ...read });
  }
  const middle = (values: readonly number[]) => quantile(values, 0.5);
  const bare = floors.flatMap(({ warm }) => warm);
  const warm = runs.flatMap((run) => run.warm);
  const floor = middle(floors.map(({ first }) => first));
  const named = (name: string, figure: Omit<Figure, 'name' | 'unit'>): Figure => ({
    name: `${page.id}: ${name}`,
    unit: 'ms',
    ...figure,
  });
  return {
    steps: runs[0]?.steps ?? [],
    figures: [
      named('first numbers painted', { value: middle(runs.map(({ paint }) => paint)), budget: 1000 }),
      named('engine open, since navigation', { value: middle(runs.map(({ open }) => open)), budget: 1, floor }),
      named('first filter right away, since navigation', {
        value: middle(runs.map(({ cold }) => cold)),
        budget: 1,
        floor,
      }),
      named('first filter after 8 s of reading', { value: middle(runs.map(({ read }) => read)), budget: 500 }),
      named('later filters, median', { value: middle(warm), budget: 2, floor: middle(bare) }),
      named('later filters, p95', { value: quantile(warm, 0.95), budget: 250 }),
    ],
  };
}

async function filterAfterReading(tab: Tab, page: Placed) {
  await visit(tab, addressOf(page));
  await wait(reading);
  const [first, ...later] = page.searches;
  const { taken: read } = await change(tab, first ?? '');
  const warm: number[] = [];
  for (const search of later) {
    await wait(200);
    warm.push((await change(tab, search)).taken);
  }
  return { read, warm };
}

/** Memory of a tab after twenty filters and after two hundred. */
async function timeMemory(address: string, { manifest }: Pick<Export, 'manifest'>): Promise<Figure[]> {
  // Of its own kind: only its own protocol tells the processes of a browser.
  const browser = await chromium.launch({ executablePath: findChromium(), ...chromiumOptions });
  try {
    const tab = await openTab(browser);
    await visit(tab, `${address}population/`);
    const quarters = [
      '2026Q1',
      '2025Q4',
      '2025Q3',
      '2025Q2',
      '2025Q1',
      '2024Q4',
      '2024Q3',
      '2024Q2',
      '2024Q1',
      '2023Q4',
    ];
    const values = (['sex', 'custody_level', 'legal_status', 'offense_category'] as const).flatMap((id) =>
      (manifest.dimensions[id] ?? []).filter((value) => value !== null).map((value) => `${id}=${value}`),
    );
    const searches = quarters.flatMap((quarter) => values.map((value) => `period=${quarter}&${value}`));
    const after: number[] = [];
    for (let done = 1; done <= 200; done += 1) {
      await change(tab, searches[(done * 7) % searches.length] ?? '');
      if (done === 20 || done === 200) after.push(await memoryOf(browser));
    }
    const [early = Number.NaN, late = Number.NaN] = after;
    return [
      { name: 'memory of the tab after 20 filters', unit: 'MB', value: early, budget: 1000 },
      { name: 'memory of the tab after 200 filters', unit: 'MB', value: late, floor: early, budget: 1.3 },
    ];
  } finally {
    await browser.close();
  }
}
