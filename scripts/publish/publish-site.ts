import { spawn } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { readSiteExport } from '../../src/lib/export/read-export.server.ts';
import { openIncoming } from '../export/publish.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';
import { putInPlace } from './put-in-place.ts';

export interface PublishOptions {
  /** The built site, with the export in its `data/`. */
  site: string;
  /** The server part of the build the site is of; where a build leaves it, unless told. */
  server?: string | undefined;
  signal?: AbortSignal;
}

export interface Published {
  manifest: Manifest;
  /** Pages of the site, and how many of them say something else than before. */
  pages: number;
  changed: number;
}

/**
 * Renders the pages of a built site anew from the export in its `data/`, so that without JavaScript, and before it runs,
 * their figures are those of the export. Whatever goes wrong, the pages before stay.
 * @throws Failure, NoExport
 */
export async function publishSite({ site, server, signal }: PublishOptions): Promise<Published> {
  const made = server ?? join(dirname(resolve(site)), '.svelte-kit/output/server');
  const paths = await pagesOf(site);
  const { manifest } = await readSiteExport(join(site, 'data'));
  if (!(await stat(join(made, 'manifest-full.js')).catch(() => null))) {
    throw new Failure(
      `The pages of ${site} cannot be rendered: ${made}, which a build leaves, is not there. Build the site here with ` +
        '"npm run build", or name that folder of its build with --server.',
      { exitCode: exitCodes.source },
    );
  }
  const incoming = await openIncoming(site);
  try {
    await render({ site, server: made, out: incoming, paths, ...(signal ? { signal } : {}) });
    const files = paths.flatMap((path) => [`${path}index.html`, `${path}__data.json`]);
    const fresh = await changedFiles(site, incoming, files);
    await putInPlace(site, incoming, files, fresh);
    return { manifest, pages: paths.length, changed: fresh.filter((file) => file.endsWith('.html')).length };
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

/** Paths of the pages of a built site: `/` and `/population/`. */
async function pagesOf(site: string): Promise<string[]> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name === 'index.html')
    .map((entry) => `/${relative(site, entry.parentPath).split(sep).join('/')}/`.replace('//', '/'))
    // Beside the export, in its folder, lies the page about it.
    .filter((path) => !/^\/(data\/\d|engine\/|_app\/)/.test(path));
  if (!paths.includes('/')) {
    throw new Failure(`There is no built site in ${site}. Build it with "npm run build".`, {
      exitCode: exitCodes.source,
    });
  }
  return paths.sort();
}

interface Rendering {
  site: string;
  server: string;
  out: string;
  paths: readonly string[];
  signal?: AbortSignal;
}

async function render({ site, server, out, paths, signal }: Rendering): Promise<void> {
  const script = fileURLToPath(new URL('render.js', import.meta.url));
  const child = spawn(process.execPath, [script, resolve(server), out, ...paths], {
    env: { ...process.env, NODE_ENV: 'production', CASEBOARD_EXPORT: resolve(site, 'data') },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((end, fail) => {
    child.on('error', fail);
    child.on('close', end);
  }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw machineFailure(cause, process.execPath);
  });
  if (code === 0) return;
  throw machineFailure(
    new Failure(
      `The pages of ${site} could not be rendered from the export in ${join(site, 'data')}: ${reasonIn(said)} ` +
        'The pages before stay. Where Caseboard was upgraded, build the site again.',
      { exitCode: exitCodes.source },
    ),
    out,
  );
}

/** The sentence that says why, out of what a process printed as it failed. */
function reasonIn(said: string): string {
  const line = /^\s*(?:\w*Error(?: \[\w+\])?|NoExport): (.+)$/m.exec(said)?.[1] ?? said.trim().split('\n')[0] ?? '';
  return line === '' ? 'it was ended from outside.' : line.replace(/([^.])$/, '$1.');
}

/** Files that differ from those of the site. Stops where they are not pages of the same build. */
async function changedFiles(site: string, incoming: string, files: readonly string[]): Promise<string[]> {
  const changed: string[] = [];
  for (const file of files) {
    const [before, after] = await Promise.all([readText(join(site, file)), readText(join(incoming, file))]);
    if (before === null || after === null || buildOf(before) !== buildOf(after)) {
      throw new Failure(
        `The pages in ${site} are of another build than the one that is to render them (${file} does not fit). ` +
          'The pages before stay. Build the site again with "npm run build", or name the right folder with --server.',
        { exitCode: exitCodes.source },
      );
    }
    if (before !== after) changed.push(file);
  }
  return changed;
}

function readText(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}

/** What the pages of one build have in common: the name under which its scripts find each other. */
function buildOf(page: string): string | undefined {
  return /__sveltekit_\w+/.exec(page)?.[0];
}
