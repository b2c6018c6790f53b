import type { Browser } from 'playwright-core';
import { launch } from './browser.ts';
import { openNative, type Native } from './native.ts';
import { openSite, type Site } from './site.ts';

/** What the tests of a file play on: the built site on a host of its own, a browser, and the native engine on its export. */
export interface Stage {
  site: Site;
  browser: Browser;
  native: Native;
  /** Closes all three: what a `beforeAll` gives back. */
  close: () => Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const [site, browser] = await Promise.all([openSite(), launch()]);
  const closeBoth = async () => {
    await browser.close();
    await site.close();
  };
  try {
    const native = await openNative(`${site.folder}/data`);
    return {
      site,
      browser,
      native,
      async close() {
        native.close();
        await closeBoth();
      },
    };
  } catch (error) {
    await closeBoth();
    throw error;
  }
}
