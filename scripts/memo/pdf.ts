import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { chromiumOptions, findChromium } from '../chromium.ts';
import { exitCodes, Failure, messageOf } from '../terminal/failure.ts';

export interface PdfPrinter {
  print(html: string): Promise<Buffer>;
  close(): Promise<void>;
}

const remedy =
  'Install Chrome or Chromium (Debian: apt-get install -y chromium), or name one in CHROMIUM_PATH, and run the command again.';

/** One headless browser for all documents. Fails with a sentence where there is none or it will not start. */
export async function openPdfPrinter(): Promise<PdfPrinter> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Failure(`No Chrome or Chromium was found. ${remedy}`, { exitCode: exitCodes.machine });
  }
  let browser: Browser;
  try {
    browser = await chromium.launch({ executablePath, ...chromiumOptions });
  } catch (cause) {
    throw new Failure(`${executablePath} did not start ${startTrouble(cause)}`, {
      exitCode: exitCodes.machine,
      cause,
    });
  }
  // Everything a memorandum needs is in its own text: nothing is fetched, and nothing in it may try.
  const page = await browser.newPage({ offline: true });
  return {
    async print(html) {
      await page.setContent(html);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      return page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
    },
    close: () => browser.close(),
  };
}

/** Why a browser did not start, and what to do. */
export function startTrouble(cause: unknown): string {
  const said = messageOf(cause);
  if (/no usable sandbox|SUID sandbox|zygote_host|credentials\.cc|setuid_sandbox/i.test(said)) {
    return (
      'because this machine does not let it make its sandbox. Allow unprivileged user namespaces, or name in ' +
      'CHROMIUM_PATH a script that starts it with --no-sandbox, and run the command again.'
    );
  }
  const [reason = ''] = said.split('\n');
  return `(${reason}). ${remedy}`;
}

const faces = [
  ['latin', 'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2212'],
  ['latin-ext', 'U+0100-02BA, U+02BD-02C5, U+1E00-1E9F'],
] as const;

/** The typeface of the site as a style, so that a PDF looks the same on a machine without fonts. */
export async function embeddedFont(): Promise<string> {
  const styles = faces.map(async ([name, range]) => {
    const file = import.meta.resolve(`@fontsource-variable/public-sans/files/public-sans-${name}-wght-normal.woff2`);
    const data = (await readFile(fileURLToPath(file))).toString('base64');
    return `@font-face { font-family: 'Public Sans'; font-weight: 100 900; src: url(data:font/woff2;base64,${data}) format('woff2'); unicode-range: ${range}; }`;
  });
  return (await Promise.all(styles)).join('\n');
}
