import { existsSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { comesTrue, type Tab } from '../browsers/tab.ts';
import { stepTotals, type StepTotal, type TracedStep } from '../../src/lib/engine/trace.ts';

/** Opens a page and waits until it runs: the first thing its scripts do is to look which export lies on the host. */
export async function visit(tab: Tab, address: string): Promise<void> {
  await tab.goto(address);
  await comesTrue(
    tab,
    (wanted) =>
      location.href === wanted &&
      performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/data/manifest.json')),
    address,
  );
}

/** Milliseconds of a change: from the click, and since the page was opened, until every figure is drawn. */
export interface Change {
  taken: number;
  since: number;
}

/** Clicks a link to another view and waits until every figure has its rows and is drawn. */
export function change(tab: Tab, search: string): Promise<Change> {
  return tab.evaluate(async (wanted) => {
    const link = document.createElement('a');
    link.href = `?${wanted}`;
    document.body.append(link);
    const main = document.querySelector('main');
    if (!main) throw new Error('the page has no main part');
    const busy = () => main.matches('[aria-busy="true"]') || main.querySelector('[aria-busy="true"]') !== null;
    // What is answered at once may never be seen busy: then the last change of the page ends it.
    let [seen, last] = [false, performance.now()];
    const watch = new MutationObserver(() => {
      seen ||= busy();
      last = performance.now();
    });
    watch.observe(main, { subtree: true, childList: true, attributes: true, characterData: true });
    const began = performance.now();
    link.click();
    link.remove();
    await new Promise<void>((resolve) => {
      const look = () => (!busy() && (seen || performance.now() - began > 400) ? resolve() : setTimeout(look, 1));
      look();
    });
    watch.disconnect();
    if (seen) await new Promise(requestAnimationFrame);
    const end = seen ? performance.now() : last;
    return { taken: end - began, since: end };
  }, search);
}

/** When the first numbers were painted, in milliseconds since the page was opened. */
export function firstPaint(tab: Tab): Promise<number> {
  return tab.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN, null);
}

/** What each step of a page opened with `?trace` cost so far. */
export async function traceOf(tab: Tab): Promise<StepTotal[]> {
  const done = await tab.evaluate(
    () =>
      (performance.getEntriesByType('measure') as PerformanceMeasure[])
        .filter(({ name }) => name.startsWith('caseboard '))
        .map(({ name, startTime, duration, detail }) => ({
          step: name.slice('caseboard '.length),
          of: String(detail),
          from: startTime,
          to: startTime + duration,
        })),
    null,
  );
  return stepTotals(done as TracedStep[]);
}

/** Memory of the tab's process in MB, where the system says; NaN elsewhere. */
export async function memoryOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const sizes = processInfo
      .filter(({ type }) => type === 'renderer')
      .map(({ id }) => {
        const status = `/proc/${id}/status`;
        const [, size] = (existsSync(status) && /VmRSS:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))) || [];
        return Number(size) / 1024;
      });
    return Math.max(...sizes.filter(Number.isFinite));
  } finally {
    await session.detach();
  }
}
