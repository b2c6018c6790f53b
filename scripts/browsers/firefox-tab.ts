import puppeteer from 'puppeteer-core';
import { environment, unwrapped, viewport, type OpenBrowser, type Tab } from './tab.ts';

/** Firefox as its makers ship it, over WebDriver BiDi. (Playwright asks for commands that the long-term release lacks.) */
export async function openFirefox(executablePath: string): Promise<OpenBrowser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    env: environment,
    defaultViewport: viewport,
    // A page may work for longer than the library would wait.
    protocolTimeout: 300_000,
  });
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(unwrapped);
  return {
    version: (await browser.version()).replace(/^.*\//, ''),
    tab: {
      goto: async (address) => void (await page.goto(address, { waitUntil: 'domcontentloaded' })),
      evaluate: page.evaluate.bind(page) as Tab['evaluate'],
    },
    close: () => browser.close(),
  };
}
