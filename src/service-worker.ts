/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
import { base, build, files, prerendered, version } from '$service-worker';

/**
 * Offline after the first visit. The shell and hashed assets of one build are kept under its version; data are kept
 * under the name of their version folder, which never changes its contents; the manifest, which says what is current,
 * is asked of the network first.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
const shell = `shell ${version}`;
const data = 'data';
const mostDataFiles = 400;

const isShell = new Set([...build, ...files, ...prerendered]);

worker.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(shell);
      await cache.addAll([...isShell]);
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== shell && name !== data) await caches.delete(name);
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== worker.location.origin) return;
  const path = url.pathname;
  if (path === `${base}/data/manifest.json`) event.respondWith(networkFirst(event.request, data));
  else if (/\/data\/\d{4}-\d{2}-\d{2}\.[0-9a-f]{8}\//.test(path) || path.startsWith(`${base}/engine/`)) {
    // Checked for size and hash by the page; a request past every cache ("reload") must reach the network.
    if (event.request.cache === 'reload' || event.request.cache === 'no-cache') {
      event.respondWith(networkFirst(event.request, data));
    } else event.respondWith(cacheFirst(event.request, data));
  } else if (event.request.mode === 'navigate') event.respondWith(networkFirst(event.request, shell));
  else if (isShell.has(path)) event.respondWith(cacheFirst(event.request, shell));
});

async function cacheFirst(request: Request, name: string): Promise<Response> {
  const cache = await caches.open(name);
  const known = await cache.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.status === 200) await keep(cache, request, response.clone());
  return response;
}

async function networkFirst(request: Request, name: string): Promise<Response> {
  const cache = await caches.open(name);
  // A page is one file whatever its query says.
  const options = request.mode === 'navigate' ? { ignoreSearch: true } : {};
  try {
    const response = await fetch(request);
    if (response.status === 200) await keep(cache, request, response.clone());
    return response;
  } catch (error) {
    const known = await cache.match(request, options);
    if (known) return known;
    throw error;
  }
}

/** Keeps a response; the oldest data files make room. A full disk must not break the page that is shown. */
async function keep(cache: Cache, request: Request, response: Response): Promise<void> {
  try {
    const url = new URL(request.url);
    if (request.mode === 'navigate') url.search = '';
    await cache.put(request.mode === 'navigate' ? url.href : request, response);
    const kept = await cache.keys();
    for (const old of kept.slice(0, Math.max(0, kept.length - mostDataFiles - isShell.size))) await cache.delete(old);
  } catch {
    // Not kept: asked of the network next time.
  }
}
