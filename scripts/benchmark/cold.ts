import type { StepTotal } from '../../src/lib/engine/trace.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { comesTrue, type OpenBrowser, type Tab } from '../browsers/tab.ts';
import { quantile, type Figure } from './figure.ts';
import { runFloor } from './floor.ts';
import type { FloorWork, TimedPage } from './floor-work.ts';
import { change, firstPaint, traceOf, visit } from './reader.ts';

/** Cold runs of each page: the middle one counts. */
export const rounds = 3;

/** Starts a browser with nothing in it. */
export type Open = () => Promise<OpenBrowser>;

/** A page that is timed, with the folder of the site and the address it is served at. */
export type Placed = TimedPage & { build: string; address: string };

/** Does something in a browser that has just been started. */
export async function inBrowser<Value>(open: Open, work: (tab: Tab) => Promise<Value>): Promise<Value> {
  const { tab, close } = await open();
  try {
    return await work(tab);
  } finally {
    await close();
  }
}

/** Where a page is opened, with its steps traced where that is asked for. */
export function addressOf({ id, address, opened }: Placed, { trace = false } = {}): string {
  const route = pages.find((page) => page.id === id)?.route ?? '/';
  const search = [...(trace ? ['trace'] : []), ...(opened === '' ? [] : [opened])].join('&');
  return address.replace(/\/$/, '') + route + (search === '' ? '' : `?${search}`);
}

/** Opens a page and filters it at once; the engine may open after that, where the export has written the answer. */
export async function coldFilter(tab: Tab, page: Placed, search = page.searches[0]) {
  await visit(tab, addressOf(page, { trace: true }));
  const { since } = await change(tab, search ?? '');
  await comesTrue(tab, () => performance.getEntriesByName('caseboard engine open').length > 0, null);
  const steps = await traceOf(tab);
  const open = steps.find(({ step }) => step === 'engine open')?.last ?? Number.NaN;
  return { paint: await firstPaint(tab), cold: since, open, steps };
}

/** The first filter of a page in an engine that is not Chromium, beside the bare engine's page in the same browser. */
export async function timeOtherEngine(
  { name, open }: { name: string; open: Open },
  page: Placed,
  work: FloorWork,
): Promise<{ figures: Figure[]; steps: StepTotal[] }> {
  const floors: number[] = [];
  const runs: Awaited<ReturnType<typeof coldFilter>>[] = [];
  const further: number[] = [];
  // In turn, each in a browser of its own: what else the machine does meets both.
  for (let round = 0; round < rounds; round += 1) {
    floors.push((await inBrowser(open, (tab) => runFloor(tab, page.build, page.address, work))).first);
    runs.push(await inBrowser(open, (tab) => coldFilter(tab, page)));
    further.push((await inBrowser(open, (tab) => coldFilter(tab, page, page.searches.at(-1)))).cold);
  }
  const floor = quantile(floors, 0.5);
  const named = (what: string, values: number[]): Figure => ({
    name: `${name}: ${page.id}: ${what}`,
    unit: 'ms',
    value: quantile(values, 0.5),
    budget: 1,
    floor,
  });
  return {
    steps: runs[0]?.steps ?? [],
    figures: [
      named(
        'engine open, since navigation',
        runs.map((run) => run.open),
      ),
      named(
        'first filter right away, since navigation',
        runs.map((run) => run.cold),
      ),
      named(`the same with ${page.searches.at(-1)}`, further),
    ],
  };
}
