import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pages } from '../../src/lib/pages/index.ts';
import { launch, openReader, settled, visit } from './browser.ts';
import { choosePeriod } from './controls.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite('/any/deep/path/'), launch()]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe('from a sub-path', () => {
  it('nothing leaves the site, and nothing goes wrong, on any page and with the engine', async () => {
    const reader = await openReader(browser);
    const addresses = [...pages.map(({ route }) => route.slice(1)), 'measure/?id=net-flow', '?facility=F-2'];
    for (const path of addresses) await visit(reader.page, site.address + path);
    // The engine that comes by itself, with what it gets ready: on one page, for it would do the same on each.
    const idle = await openReader(browser, { idle: true });
    await Promise.all([
      idle.page.context().waitForEvent('request', (request) => request.url().endsWith('.parquet')),
      visit(idle.page, `${site.address}population/`),
    ]);
    await choosePeriod(idle.page, 'FY 2026 Q2');
    await settled(idle.page);

    const asked = [...reader.requests, ...idle.requests].filter((address) => !/^(blob|data):/.test(address));
    expect(asked.filter((address) => !address.startsWith(site.address))).toEqual([]);
    // The list is complete only if the requests of workers are in it: this one is made by the data reader.
    expect(asked.filter((address) => /\/data\/.*\.parquet$/.test(address)).length).toBeGreaterThan(3);
    expect(asked.filter((address) => address.endsWith('/engine/parquet.bin')).length).toBeGreaterThan(0);
    expect([...reader.errors, ...idle.errors]).toEqual([]);
    await reader.close();
    await idle.close();
  });

  it('every page carries a strict policy', async () => {
    const reader = await openReader(browser);
    for (const { route } of pages) {
      const html = await (await fetch(site.address + route.slice(1))).text();
      // Read by the browser as it came, and not run: a script might add to it.
      const { policy, head } = await reader.page.evaluate((text) => {
        const read = new DOMParser().parseFromString(text, 'text/html');
        const meta = read.querySelector('meta[http-equiv="content-security-policy"]');
        return { policy: meta?.getAttribute('content'), head: read.head.innerHTML };
      }, html);
      const directives = new Map(
        (policy ?? '').split(';').map((directive): [string, string[]] => {
          const [name = '', ...sources] = directive.trim().split(/\s+/);
          return [name, sources];
        }),
      );
      expect(directives.get('default-src'), route).toEqual(["'self'"]);
      expect(directives.get('object-src'), route).toEqual(["'none'"]);
      for (const source of directives.get('script-src') ?? ['none given']) {
        expect(source, route).toMatch(/^'(self|wasm-unsafe-eval|sha256-[A-Za-z0-9+/]+=*)'$/);
      }
      for (const name of ['connect-src', 'worker-src', 'img-src', 'font-src']) {
        for (const source of directives.get(name) ?? [])
          expect(source, `${route} ${name}`).toMatch(/^('self'|blob:|data:)$/);
      }
      // A policy binds only what comes after it.
      expect(head.slice(0, head.indexOf('content-security-policy'))).not.toMatch(/<script(?![^>]*src="\.\.?\/)/);
    }
    await reader.close();
  });

  it('the policy holds: no eval, no inline script, no other origin', async () => {
    const reader = await openReader(browser);
    const { page } = reader;
    await visit(page, site.address);
    const other = new URL(site.address).origin.replace('127.0.0.1', 'localhost');
    const tried = await page.evaluate(async (foreign) => {
      const script = document.createElement('script');
      script.textContent = 'document.documentElement.dataset.ran = "yes"';
      document.head.append(script);
      // In a task of its own: what Playwright evaluates itself is free of the policy.
      const evaluated = await new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return "evaluated"')() as string);
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      });
      // Without CORS, so that only the policy can refuse it.
      const fetched = await fetch(foreign, { mode: 'no-cors' }).then(
        () => 'fetched',
        () => 'refused',
      );
      return { evaluated, fetched, inline: document.documentElement.dataset['ran'] ?? 'refused' };
    }, other);
    expect(tried).toEqual({ evaluated: 'EvalError', fetched: 'refused', inline: 'refused' });
    await reader.close();
  });
});
