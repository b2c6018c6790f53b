import { cp, mkdir, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { generateDemo } from '../../scripts/demo/generate.ts';
import { prepareEngine } from '../../scripts/prepare-engine.ts';
import { beginBuild } from '../../scripts/site-build.js';
import { demonstration, exportIngredients, exportInto } from '../demonstration.ts';
import { onShelf, root } from '../shelf.ts';

/** What the browser tests are made of, as absolute paths. */
export interface BuiltSite {
  /** The built site, with the export it was built from in `data/`. Tests copy it and never change it. */
  build: string;
  /** What the build left to render its pages with. */
  server: string;
  /** Source folder of the demonstration agency the site was built on. Tests copy it and never change it. */
  today: string;
  /** Source folder of another demonstration agency, for the export of the night after. */
  tomorrow: string;
  /** That export, made once: tests lay a copy of it under their site. */
  night: string;
  /** Seconds it took; null when it lay ready from an earlier run. */
  seconds: number | null;
}

/** Everything the site and its exports are made from. */
const ingredients = [
  ...exportIngredients,
  ...['src', 'static', 'svelte.config.js', 'hashed-build.js', 'vite.config.ts'],
  ...['tests/demonstration.ts', 'tests/browser/build-site.ts'],
];

/**
 * Builds the site on a small demonstration agency, in a folder of its own: a user's export and build are left alone.
 * The same sources are built once.
 */
export async function buildSite(): Promise<BuiltSite> {
  await prepareEngine();
  const { folder, seconds } = await onShelf('browser-site', ingredients, async (making) => {
    // As npm start does it: the site is built while its export is made.
    const building = beginBuild({ CASEBOARD_SITE: relative(root, making) });
    try {
      await copyStatic(join(making, 'static'));
      await cp((await demonstration('site')).out, join(making, 'static/data'), { recursive: true });
      const finished = building.finish();
      const tomorrow = join(making, 'tomorrow');
      await generateDemo({ size: 'small', seed: 8, out: tomorrow });
      await exportInto(join(making, 'night'), tomorrow);
      const { code, said } = await finished;
      if (code !== 0) throw new Error(`The site for the browser tests could not be built:\n${said}`);
    } finally {
      building.stop();
    }
  });
  return {
    build: join(folder, 'build'),
    server: join(folder, '.svelte-kit/output/server'),
    today: (await demonstration('site')).source,
    tomorrow: join(folder, 'tomorrow'),
    night: join(folder, 'night'),
    seconds,
  };
}

/** The static folder as it is, but for the user's export. */
async function copyStatic(to: string): Promise<void> {
  const from = join(root, 'static');
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (name !== 'data') await cp(join(from, name), join(to, name), { recursive: true });
  }
}
