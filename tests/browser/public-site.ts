import { join } from 'node:path';
import type { Browser, Page as Tab } from 'playwright-core';
import { folderFor, type PublicSource } from '../public-files.ts';
import { exportInto } from '../demonstration.ts';
import { openReader, visit, type Reader } from './browser.ts';
import { openNative, type Native } from './native.ts';
import { openSite } from './site.ts';

/** The site built on the demonstration agency, with the export of a public source laid under it, and a reader of it. */
export interface PublicSite {
  native: Native;
  reader: Reader;
  page: Tab;
  /** Opens a page and waits for the data of the source. */
  visit(path: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPublic(browser: Browser, source: PublicSource): Promise<PublicSite> {
  const site = await openSite();
  const folder = join(site.folder, 'data');
  await exportInto(folder, source, folderFor(source));
  const native = await openNative(folder);
  const reader = await openReader(browser);
  return {
    native,
    reader,
    page: reader.page,
    visit: (path) => visit(reader.page, site.address + path, native.manifest.version),
    async close() {
      native.close();
      await reader.close();
      await site.close();
    },
  };
}
