import { chromium, type Browser } from 'playwright-core';
import { chromiumOptions, findChromium } from '../chromium.ts';
import { serveSite } from '../serve/serve.ts';
import { pages } from '../../src/lib/pages/index.ts';
import type { StepTotal } from '../../src/lib/engine/trace.ts';
import type { Export } from '../../src/lib/export/read-export.server.ts';
import { quantile, type Figure } from './figure.ts';
import { prepareFloor, runFloor } from './floor.ts';
import { timedPages, workOf, type TimedPage } from './floor-work.ts';
import { change, firstPaint, memoryOf, openReader, traceOf, visit } from './reader.ts';

/** Cold runs of each page: the middle one counts. */
const rounds = 3;
/** Milliseconds somebody reads before choosing a filter. */
const reading = 8000;

export interface PageTimes {
  figures: Figure[];
  /** What each step cost until the first filter was drawn, by page. */
  steps: Record<string, StepTotal[]>;
}

/** What a reader waits for, in headless Chromium on a site served from this machine, beside the floor of each page. */
export async function timePages(build: string, exported: Pick<Export, 'manifest' | 'files'>): Promise<PageTimes> {
  await prepareFloor(build);
  const site = await serveSite({ folder: build, host: '127.0.0.1', port: 0, base: '/' });
  const launch = () => chromium.launch({ executablePath: findChromium(), ...chromiumOptions });
  const times: PageTimes = { figures: [], steps: {} };
  try {
    for (const page of timedPages(exported)) {
      const { figures, steps } = await timePage(launch, { ...page, build, address: site.address }, exported);
      times.figures.push(...figures);
      times.steps[page.id] = steps;
    }
    times.figures.push(...(await timeMemory(launch, site.address, exported)));
  } finally {
    await site.close();
  }
  return times;
}

type Launch = () => Promise<Browser>;
type Placed = TimedPage & { build: string; address: string };

async function timePage(
  launch: Launch,
  page: Placed,
  exported: Pick<Export, 'manifest' | 'files'>,
): Promise<{ figures: Figure[]; steps: StepTotal[] }> {
  const work = workOf(page, exported);
  const runs: { paint: number; open: number; cold: number; read: number; warm: number[]; steps: StepTotal[] }[] = [];
  const floors: { first: number; warm: number[] }[] = [];
  // Ours and the floor in turn, each in a browser of its own: what else the machine does meets both.
  for (let round = 0; round < rounds; round += 1) {
    floors.push(await inBrowser(launch, (browser) => runFloor(browser, page.build, page.address, work)));
    const cold = await inBrowser(launch, (browser) => coldFilter(browser, page));
    const read = await inBrowser(launch, (browser) => filterAfterReading(browser, page));
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

async function inBrowser<Value>(launch: Launch, work: (browser: Browser) => Promise<Value>): Promise<Value> {
  const browser = await launch();
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

function addressOf({ id, address }: Placed): string {
  const route = pages.find((page) => page.id === id)?.route ?? '/';
  return address.replace(/\/$/, '') + route;
}

async function coldFilter(browser: Browser, page: Placed) {
  const tab = await openReader(browser);
  await visit(tab, `${addressOf(page)}?trace`);
  const { since } = await change(tab, page.searches[0] ?? '');
  const steps = await traceOf(tab);
  const open = steps.find(({ step }) => step === 'engine open')?.last ?? Number.NaN;
  return { paint: await firstPaint(tab), cold: since, open, steps };
}

async function filterAfterReading(browser: Browser, page: Placed) {
  const tab = await openReader(browser);
  await visit(tab, addressOf(page));
  await tab.waitForTimeout(reading);
  const [first, ...later] = page.searches;
  const { taken: read } = await change(tab, first ?? '');
  const warm: number[] = [];
  for (const search of later) {
    await tab.waitForTimeout(200);
    warm.push((await change(tab, search)).taken);
  }
  return { read, warm };
}

/** Memory of a tab after twenty filters and after two hundred. */
async function timeMemory(launch: Launch, address: string, { manifest }: Pick<Export, 'manifest'>): Promise<Figure[]> {
  return inBrowser(launch, async (browser) => {
    const tab = await openReader(browser);
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
  });
}
