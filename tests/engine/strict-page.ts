import type { FileList } from '../../src/lib/export/manifest.ts';
import type { RawRow } from '../../src/lib/engine/engine.ts';
import { createBrowserEngine } from '../../src/lib/engine/wasm/browser-engine.ts';

/** What the page under the strict policy tells the test around it. */
export interface StrictResult {
  rows: RawRow[] | string;
  violations: string[];
  /** Whether a worker from a blob, as the engine's is, may fetch from elsewhere. */
  workerReachesOut: boolean;
}

const violations: string[] = [];
addEventListener('securitypolicyviolation', (event) =>
  violations.push(`${event.violatedDirective} ${event.blockedURI}`),
);

// Vitest rewrites dynamic imports to pass through its runner, which this page does not have.
Object.assign(globalThis, {
  __vitest_browser_runner__: { wrapDynamicImport: (load: () => Promise<unknown>) => load() },
});

const base = location.hash.slice(1);
const engine = createBrowserEngine({
  base,
  engineBase: base.replace(/data\/$/, 'engine/'),
  version: 'v1',
  files: async () => (await (await fetch(`${base}v1/files.json`)).json()) as FileList,
});

async function count(): Promise<StrictResult['rows']> {
  try {
    await engine.load([{ mart: 'large', part: 'agency' }]);
    return await engine.query('SELECT count(*) AS n FROM large WHERE id >= ?', [0]);
  } catch (error) {
    return `${String(error)} ${String((error as Error).cause)}`;
  }
}

function reachOut(): Promise<boolean> {
  const script = `
    addEventListener('securitypolicyviolation', () => postMessage(false));
    fetch('https://example.com/', { mode: 'no-cors' }).then(() => postMessage(true), () => {});`;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  return new Promise((resolve) => worker.addEventListener('message', ({ data }) => resolve(data as boolean)));
}

const rows = await count();
const heard = [...violations];
const workerReachesOut = await reachOut();
parent.postMessage({ rows, violations: heard, workerReachesOut } satisfies StrictResult, '*');
