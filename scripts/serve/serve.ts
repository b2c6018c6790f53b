import { realpathSync, type Stats } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Socket } from 'node:net';
import send from 'send';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { expectedHosts, hostNameOf } from './host.ts';
import { readableRange } from './range.ts';

export interface Serving {
  address: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  folder: string;
  host: string;
  port: number;
  /** Sub-path the site is served from, `/` or `/any/deep/path/`. */
  base: string;
  /** Further names under which readers reach it. */
  names?: readonly string[];
}

/**
 * What every answer says: nothing is guessed from its content, no address of ours is told to others, and no page of
 * another site may frame ours, load from it or keep hold of its window.
 */
const headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  // The export may be replaced under a running server.
  'cache-control': 'no-cache',
};

/**
 * Serves a built site the way a plain file host does: no compression, no rewriting. A port that is taken gives way to
 * the next free one. A request that is no good gets the answer of RFC 9110; none ends the server.
 */
export async function serveSite(options: ServeOptions): Promise<Serving> {
  if (!(await stat(join(options.folder, 'index.html')).catch(() => null))) {
    throw new Failure(`There is no built site in ${options.folder}. Build it with "npm run build".`, {
      exitCode: exitCodes.source,
    });
  }
  const base = `/${options.base.split('/').filter(Boolean).join('/')}/`.replace('//', '/');
  const hosts = expectedHosts(options.host, options.names ?? []);
  const server = createServer((request, response) => {
    response.on('error', () => response.destroy());
    try {
      answer(request, response, { folder: options.folder, base, hosts });
    } catch {
      refuse(response, 500);
    }
  });
  // What is not HTTP at all.
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
  server.on('connect', (_request, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nallow: GET, HEAD\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  const port = await listen(server, options.host, options.port);
  server.on('error', () => {});
  const shown = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    address: `http://${shown}:${port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Site {
  folder: string;
  base: string;
  hosts: ReadonlySet<string>;
}

function answer(request: IncomingMessage, response: ServerResponse, { folder, base, hosts }: Site): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const target = targetOf(request);
  if (!target) return refuse(response, 400);
  if (!hosts.has(target.host)) {
    return refuse(response, 421, 'This name is not one the site is served under. "caseboard serve --name" adds one.');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return refuse(response, 405);
  }
  const { path } = target;
  if (!path.startsWith(base)) {
    if (path !== '/' && `${path}/` !== base) return refuse(response, 404, `Not found. The site is at ${base}`);
    response.writeHead(302, { location: base }).end();
    return;
  }
  // Those of other methods have no meaning.
  if (request.method !== 'GET') delete request.headers.range;
  let outside = false;
  send(request, path.slice(base.length - 1), { root: folder, dotfiles: 'ignore', cacheControl: false })
    .on('error', (error: { status?: number; headers?: Record<string, string> }) => {
      // Refused already, with its sentence.
      if (outside) return;
      // The whole length, of a range that lies outside it.
      const range = error.headers?.['Content-Range'];
      if (range) response.setHeader('content-range', range);
      refuse(response, error.status ?? 500);
    })
    .on('file', (path: string, { size, mtime }: Stats) => {
      outside = !isInside(folder, path);
      if (outside) return refuse(response, 403, 'This is a link that leads out of the site, which is not followed.');
      const { range, 'if-range': condition } = request.headers;
      // Our tags are weak, and a weak one never says that a part still fits.
      const holds = condition === undefined || condition === mtime.toUTCString();
      const readable = range !== undefined && holds ? readableRange(range, size) : null;
      if (readable === null) delete request.headers.range;
      else request.headers.range = readable;
    })
    .on('headers', (_response: ServerResponse, path: string) => {
      // The one type of ours that is not known; without one, some proxies guess.
      if (path.endsWith('.parquet')) response.setHeader('content-type', 'application/vnd.apache.parquet');
    })
    .on('directory', () => {
      // Relative, so that it holds under any sub-path and can lead to no other host.
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (name === '') refuse(response, 404);
      else response.writeHead(301, { location: `./${name}/` }).end();
    })
    .pipe(response);
}

/** Whether a file lies in a folder, links resolved: one that leads out of it shows what nobody put into the site. */
function isInside(folder: string, path: string): boolean {
  try {
    return realpathSync(path).startsWith(join(realpathSync(folder), sep));
  } catch {
    // Gone meanwhile.
    return false;
  }
}

/** Host and path of a request, in the form of an origin or of a whole address; null where either is missing. */
function targetOf(request: IncomingMessage): { host: string; path: string } | null {
  const [asked = ''] = (request.url ?? '').split(/[?#]/, 1);
  const [, authority, rest = '/'] = /^http:\/\/([^/]*)(\/.*)?$/i.exec(asked) ?? [];
  const path = authority === undefined ? asked : rest;
  // A second Host is joined to the first by node, or dropped: neither is a name we can be sure of.
  const given = request.headersDistinct['host'] ?? [];
  const host = given.length === 1 ? hostNameOf(authority ?? given[0] ?? '') : null;
  return host !== null && path.startsWith('/') ? { host, path } : null;
}

const sentences: Record<number, string> = {
  400: 'This request was not understood.',
  404: 'Not found.',
  405: 'Only GET and HEAD are answered.',
  412: 'The file has changed.',
  416: 'The file has no such range.',
};

function refuse(response: ServerResponse, status: number, sentence = sentences[status] ?? 'This did not work.'): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of ['content-encoding', 'content-length', 'etag', 'last-modified', 'accept-ranges']) {
    response.removeHeader(name);
  }
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(sentence);
}

const portsTried = 20;

async function listen(server: Server, host: string, first: number): Promise<number> {
  for (let port = first; ; port += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.removeListener('error', reject);
          resolve();
        });
      });
      const address = server.address();
      return typeof address === 'object' && address ? address.port : port;
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!taken || port >= first + portsTried) {
        throw new Failure(`No port of ${host} from ${first} to ${port} could be opened. Choose another with --port.`, {
          exitCode: exitCodes.machine,
          cause: error,
        });
      }
    }
  }
}
