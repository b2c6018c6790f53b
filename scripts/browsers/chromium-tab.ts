import { chromium, type Browser } from 'playwright-core';
import { chromiumOptions } from '../chromium.ts';
import { environment, unwrapped, viewport, type OpenBrowser, type Tab } from './tab.ts';

/** Chromium over its own protocol. */
export async function openChromium(executablePath: string): Promise<OpenBrowser> {
  const browser = await chromium.launch({ executablePath, env: environment, ...chromiumOptions });
  return { version: browser.version(), tab: await openTab(browser), close: () => browser.close() };
}

/** A tab of a profile of its own. */
export async function openTab(browser: Browser): Promise<Tab> {
  const page = await browser.newPage({ viewport });
  await page.addInitScript(unwrapped);
  return {
    goto: async (address) => void (await page.goto(address, { waitUntil: 'commit' })),
    evaluate: page.evaluate.bind(page) as Tab['evaluate'],
  };
}
