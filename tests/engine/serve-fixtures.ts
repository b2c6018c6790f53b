import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const engineFolder = fileURLToPath(new URL('../../static/engine/', import.meta.url));
const fixturesFolder = fileURLToPath(new URL('../../.cache/engine-fixtures/', import.meta.url));

/** The policy the site itself is served with (svelte.config.js). */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' blob:",
  "worker-src 'self' blob:",
].join('; ');

/** What can go wrong with one file. `none` serves it well. */
export type Fault =
  'none' | 'missing' | 'missing-once' | 'page' | 'damaged' | 'short' | 'silent' | 'dropped' | 'dropped-once' | 'slow';

/**
 * Serves `/fixtures/<case>/<fault>/<file>/engine/…` from static/engine and `/fixtures/<case>/<fault>/<file>/data/…` from
 * the fixtures, with the fault on the file of that name. `/fixtures/<case>/requests` lists the files asked for, and
 * `/fixtures/strict.html` is a page under the site's content security policy.
 */
export function serveFixtures(): Plugin {
  const requests = new Map<string, string[]>();
  return {
    name: 'serve-fixtures',
    configureServer(server) {
      server.middlewares.use('/fixtures', (request, response, next) => {
        const path = normalize((request.url ?? '/').split('?')[0] ?? '/');
        if (path === '/strict.html') {
          response.setHeader('content-security-policy', policy);
          response.setHeader('content-type', 'text/html');
          response.end(
            '<!doctype html><title>strict</title><script type="module" src="/tests/engine/strict-page.ts"></script>',
          );
          return;
        }
        const [, name = '', fault = '', file = '', ...rest] = path.split('/');
        if (fault === 'requests') {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(requests.get(name) ?? []));
          return;
        }
        const seen = requests.get(name) ?? [];
        requests.set(name, [...seen, rest.join('/')]);
        const target = rest[0] === 'engine' ? join(engineFolder, ...rest.slice(1)) : join(fixturesFolder, ...rest);
        const applied = basename(target) === file ? (fault as Fault) : 'none';
        const first = !seen.includes(rest.join('/'));
        readFile(target).then(
          (content) => answer(response, content, applied, first),
          () => next(),
        );
      });
    },
  };
}

function answer(response: ServerResponse, content: Buffer, fault: Fault, first: boolean): void {
  // Every request has to reach this server, so that tests can count them.
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-type', 'application/octet-stream');
  const half = content.subarray(0, content.length >> 1);
  switch (fault) {
    case 'missing':
    case 'missing-once':
      if (fault === 'missing-once' && !first) break;
      response.statusCode = 404;
      response.end('not found');
      return;
    case 'page':
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Welcome</title>');
      return;
    case 'damaged': {
      const damaged = Buffer.from(content);
      damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 1;
      response.end(damaged);
      return;
    }
    case 'short':
      response.end(half);
      return;
    case 'silent':
      response.write(half);
      return;
    case 'dropped':
    case 'dropped-once':
      if (fault === 'dropped-once' && !first) break;
      response.setHeader('content-length', content.length);
      response.write(half, () => response.destroy());
      return;
    case 'slow': {
      response.write(half);
      setTimeout(() => response.end(content.subarray(half.length)), 2_000);
      return;
    }
    case 'none':
      break;
  }
  response.end(content);
}
