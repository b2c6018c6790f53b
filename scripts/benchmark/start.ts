import { formatNumber } from '../../src/lib/format/number.ts';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beginBuild } from '../site-build.js';
import type { Figure } from './figure.ts';

const caseboard = 'scripts/caseboard.js';

export interface Timed {
  figures: Figure[];
  /** Folder of the built site. */
  build: string;
}

/** From nothing to a built site of a demonstration agency, in a folder of its own: what `npm start` does first. */
export async function timeStart(size: 'default' | 'federal', folder: string): Promise<Timed> {
  const source = join(folder, 'source');
  const site = join(folder, 'site');
  await mkdir(join(site, 'static'), { recursive: true });
  for (const name of await readdir('static')) {
    if (name !== 'data') await cp(join('static', name), join(site, 'static', name), { recursive: true });
  }
  // A checkout that was never built has no settings of types yet, and a site built elsewhere does not write them.
  await timed(['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
  const began = Date.now();
  const built = size === 'default' ? beginBuild({ CASEBOARD_SITE: site }) : null;
  const demo = await timed([caseboard, 'demo', '--size', size, '--out', source]);
  const out = ['--out', join(site, 'static/data'), '--rejects', join(folder, 'rejects.csv')];
  const exported = await timed([caseboard, 'export', source, ...out]);
  const build = join(site, 'build');
  if (!built) {
    return {
      build,
      figures: [
        { name: 'federal size: export', unit: 's', value: exported.seconds, budget: 120 },
        { name: 'federal size: memory of the export', unit: 'MB', value: exported.megabytes, budget: 8000 },
      ],
    };
  }
  const { code, said } = await built.finish();
  if (code !== 0) throw new Error(`the build failed: ${said}`);
  const seconds = (Date.now() - began) / 1000;
  const alone = seconds - demo.seconds - exported.seconds;
  const parts = [demo.seconds, exported.seconds, alone].map((each) => formatNumber(each, 1)).join(' + ');
  return {
    build,
    figures: [
      {
        name: `demonstration agency: generate + export + what is then left of the build (${parts})`,
        unit: 's',
        value: seconds,
        budget: 60,
      },
      { name: 'demonstration agency: memory of the export', unit: 'MB', value: exported.megabytes, budget: 4000 },
    ],
  };
}

/** Wall-clock seconds of a command, and the most memory it held (where the system says). */
async function timed(args: string[]): Promise<{ seconds: number; megabytes: number }> {
  const began = Date.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let megabytes = Number.NaN;
  const watch = setInterval(() => {
    const status = `/proc/${child.pid}/status`;
    if (!existsSync(status)) return;
    const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8')) ?? [];
    if (peak) megabytes = Number(peak) / 1024;
  }, 200);
  const code = await new Promise((end) => child.on('close', end));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`);
  return { seconds: (Date.now() - began) / 1000, megabytes };
}
