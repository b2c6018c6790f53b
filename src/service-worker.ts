/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
import { base, build, files, prerendered, version } from '$service-worker';
import { answerKey } from './lib/export/answers.ts';
import type { AnswerList, Manifest } from './lib/export/manifest.ts';
import { cachesOf, type KeptMessage } from './lib/state/kept/names.ts';

/**
 * Offline after the first visit. The pages and hashed assets of one build are kept under its version; data are kept
 * under the name of their version folder, which never changes its contents; the manifest, which says what is current,
 * is asked of the network first. The one that is kept is that of the figures a page shows: a tab that only looks whether
 * there is another one asks past every store, and none of it is kept.
 *
 * Nothing is kept for what it is named: a host whose session has ended answers every address with its sign-in page, and
 * kept once, that page would be the site. What a build holds is kept only if it has the hash the build gave it.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
const mine = cachesOf(base);
const shell = `${mine}shell ${version}`;
const data = `${mine}data`;
/** Before caches carried the path. */
const earlier = /^(shell .*|data)$/;
const maxDataFiles = 400;

/** Put here when the build is written (see hashed-build.js): each file of the build, by its path below the site. */
const hashList = 'caseboard:hashes';
const hashes = new Map(hashList.startsWith('{') ? Object.entries(JSON.parse(hashList) as Record<string, string>) : []);
const isShell = new Set([...build, ...files, ...prerendered].filter((path) => hashes.has(path.slice(base.length))));
const manifestPath = `${base}/data/manifest.json`;
const dataPath = new RegExp(String.raw`/data/\d{4}-\d{2}-\d{2}\.[0-9a-f]{8}/`);

/** Set when a reader had everything forgotten: whatever this page still asks for is no longer kept. */
let forgotten = false;

worker.addEventListener('install', (event) => {
  // Not in place of the one before while a page of it is open: it has the parts that page will ask for.
  event.waitUntil(fillShell());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        const old = name.startsWith(mine) && name !== shell && name !== data;
        if (old || earlier.test(name)) await caches.delete(name);
      }
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener('message', (event) => {
  const message = event.data as KeptMessage;
  if (message === 'caseboard forget') {
    forgotten = true;
    event.waitUntil(forgetFigures());
  } else if (typeof message === 'object') {
    event.waitUntil(keepShown(message.keep).catch(() => {}));
  }
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  const path = url.pathname;
  if (path === manifestPath) event.respondWith(askManifest(event));
  else if (isData(path)) {
    // Checked for size and hash by the page; a request past every cache ("reload") must reach the network.
    const past = request.cache === 'reload' || request.cache === 'no-cache';
    event.respondWith(past ? networkFirst(event, data) : cacheFirst(event, data));
  } else if (request.mode === 'navigate') event.respondWith(networkFirst(event, shell));
  else if (isShell.has(path)) event.respondWith(cacheFirst(event, shell));
});

async function cacheFirst(event: FetchEvent, name: string): Promise<Response> {
  return (await known(event.request, name)) ?? fetchAndKeep(event, name);
}

async function networkFirst(event: FetchEvent, name: string): Promise<Response> {
  try {
    return await fetchAndKeep(event, name);
  } catch (error) {
    const found = await known(event.request, name);
    if (found) return found;
    throw error;
  }
}

/** A page is one file whatever its query says, and what a host says of varying concerns no file of ours. */
async function known(request: Request, name: string): Promise<Response | undefined> {
  const cache = await caches.open(name);
  return cache.match(new URL(request.url).pathname, { ignoreVary: true });
}

async function fetchAndKeep(event: FetchEvent, name: string): Promise<Response> {
  const response = await fetch(event.request);
  if (isRefusal(response)) event.waitUntil(lookWhetherSignedOut());
  const path = new URL(event.request.url).pathname;
  if (name === shell) await keepShell(path, response);
  else if (isAskedFor(path, response) && !isPage(response)) await keepData(path, response);
  return response;
}

/** The manifest from the network. A host that refuses it no longer lets this reader see what was kept. */
async function askManifest(event: FetchEvent): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(event.request);
  } catch (error) {
    const found = await known(event.request, data);
    if (found) return found;
    throw error;
  }
  if (isRefusal(response)) await signedOut();
  else if (event.request.cache !== 'no-store' && isAskedFor(manifestPath, response) && (await isManifest(response))) {
    await keepData(manifestPath, response);
    // Whatever a refusal removed, or an earlier session left out.
    event.waitUntil(fillShell().catch(() => {}));
  }
  return response;
}

/**
 * Keeps what a page shows, and the first view of every other page of the same export: without the network they are what
 * a reader has seen, not what the build was made with.
 * @param addresses of what the page has fetched
 */
async function keepShown(addresses: readonly string[]): Promise<void> {
  const manifest = await keptManifest();
  if (!manifest) return;
  for (const path of addresses.map((address) => new URL(address).pathname)) if (isData(path)) await keepFile(path);
  const { version, answers } = (await manifest.json()) as Manifest;
  const folder = `${base}/data/${encodeURIComponent(version)}/`;
  const list = await keepFile(folder + answers.file);
  const entries = Object.entries(((await list?.json()) as AnswerList | undefined)?.answers ?? {});
  // Lists of parts are of no use without them.
  for (const [key, { file, parts }] of entries)
    if (key.endsWith(answerKey('', 'agency')) && !parts) await keepFile(folder + file);
}

/** A file of an export or the engine, kept if it was not. What the browser still has of it is taken: pages check hashes. */
async function keepFile(path: string): Promise<Response | undefined> {
  const there = await (await caches.open(data)).match(path, { ignoreVary: true });
  if (there) return there;
  const response = await fetch(path, { cache: 'force-cache' });
  if (!isAskedFor(path, response) || isPage(response)) return undefined;
  await keepData(path, response);
  return response;
}

async function lookWhetherSignedOut(): Promise<void> {
  const response = await fetch(manifestPath, { cache: 'no-store' }).catch(() => null);
  if (response && isRefusal(response)) await signedOut();
}

async function signedOut(): Promise<void> {
  await forgetFigures();
  const message: KeptMessage = 'caseboard signed out';
  for (const client of await worker.clients.matchAll()) client.postMessage(message);
}

/** Data, and the pages that were written with figures in them; scripts and styles hold none. */
async function forgetFigures(): Promise<void> {
  await caches.delete(data);
  const cache = await caches.open(shell);
  for (const path of prerendered) await cache.delete(path, { ignoreVary: true });
}

/**
 * Fetches what is missing of the build, and pages that were rendered anew from a later export. Fails where one of its
 * files cannot be had as this worker knows it.
 */
async function fillShell(): Promise<void> {
  const cache = await caches.open(shell);
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  for (const path of prerendered) {
    const kept = await cache.match(path, { ignoreVary: true });
    if (kept && (await hashOf(kept)) !== hashOfPath(path)) there.delete(path);
  }
  const missing = [...isShell].filter((path) => !there.has(path));
  const atATime = 6;
  for (let first = 0; first < missing.length; first += atATime) {
    await Promise.all(
      missing.slice(first, first + atATime).map(async (path) => {
        const response = await fetch(path, { cache: 'no-cache', redirect: 'error' });
        if (!(await keepShell(path, response))) throw new Error(`${path} is not the file of this build`);
      }),
    );
  }
}

/** Keeps a file of the build, if that is what came. */
async function keepShell(path: string, response: Response): Promise<boolean> {
  if (!isShell.has(path) || !isAskedFor(path, response)) return false;
  if ((await hashOf(response)) !== hashOfPath(path)) return false;
  await keep(shell, path, response.clone());
  return true;
}

function hashOfPath(path: string): string | undefined {
  return hashes.get(path.slice(base.length));
}

async function hashOf(response: Response): Promise<string> {
  const bytes = await response.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest));
}

/** The manifest that is kept, or else the host's, which is kept then; undefined where it does not let this reader in. */
async function keptManifest(): Promise<Response | undefined> {
  const kept = await manifestInCache();
  if (kept || forgotten) return kept;
  asking ??= fetchManifest().finally(() => (asking = null));
  await asking;
  return manifestInCache();
}

let asking: Promise<void> | null = null;

const manifestInCache = () => caches.match(manifestPath, { cacheName: data, ignoreVary: true });

async function fetchManifest(): Promise<void> {
  const response = await fetch(manifestPath, { cache: 'no-cache' }).catch(() => null);
  if (!response || !isAskedFor(manifestPath, response) || !(await isManifest(response))) return;
  await keepData(manifestPath, response);
}

/**
 * Data are kept beside the manifest of the host that let this reader in, and gone with it: what the browser itself still
 * has of them, or what was under way, is not kept again after a refusal.
 */
async function keepData(path: string, response: Response): Promise<void> {
  const ofData = path !== manifestPath;
  const copy = response.clone();
  if (ofData && !(await keptManifest())) return;
  await keep(data, path, copy);
  const cache = await caches.open(data);
  // Refused meanwhile.
  if (ofData && !(await manifestInCache())) await cache.delete(path);
  const kept = (await cache.keys()).filter(({ url }) => new URL(url).pathname !== manifestPath);
  // The oldest make room.
  for (const old of kept.slice(0, Math.max(0, kept.length - maxDataFiles))) await cache.delete(old);
}

/** A full disk must not break the page that is shown: what could not be kept is asked of the network next time. */
async function keep(name: string, path: string, response: Response): Promise<void> {
  if (forgotten) return;
  try {
    await (await caches.open(name)).put(path, response);
  } catch {
    // Not kept.
  }
}

/** A whole answer from the very address that was asked, not one that led elsewhere. */
function isAskedFor(path: string, response: Response): boolean {
  return (
    response.status === 200 &&
    response.type === 'basic' &&
    !response.redirected &&
    response.url !== '' &&
    new URL(response.url).pathname === path
  );
}

function isRefusal({ status }: Response): boolean {
  return status === 401 || status === 403;
}

/** Whether a path is that of a file of an export or of the engine. */
function isData(path: string): boolean {
  return path.startsWith(base) && (dataPath.test(path) || path.startsWith(`${base}/engine/`));
}

/** No file of the data is a page; a sign-in form is. */
function isPage(response: Response): boolean {
  return /html/i.test(response.headers.get('content-type') ?? '');
}

async function isManifest(response: Response): Promise<boolean> {
  try {
    const content: unknown = await response.clone().json();
    return typeof content === 'object' && content !== null && 'schema_version' in content && 'version' in content;
  } catch {
    return false;
  }
}
