import { createServer, type Server } from 'node:http';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import sirv from 'sirv';
import { exitCodes, Failure } from '../terminal/failure.ts';

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
}

/**
 * Serves a built site the way a plain file host does: no compression, no rewriting. A port that is taken gives way to
 * the next free one.
 */
export async function serveSite(options: ServeOptions): Promise<Serving> {
  if (!(await stat(join(options.folder, 'index.html')).catch(() => null))) {
    throw new Failure(`There is no built site in ${options.folder}. Build it with "npm run build".`, {
      exitCode: exitCodes.source,
    });
  }
  const base = `/${options.base.split('/').filter(Boolean).join('/')}/`.replace('//', '/');
  // The export may be replaced under a running server, so nothing is remembered between requests.
  const files = sirv(options.folder, {
    dev: true,
    etag: true,
    setHeaders(response, path) {
      // The one type of ours that sirv does not know; without one, some proxies guess.
      if (path.endsWith('.parquet')) response.setHeader('content-type', 'application/vnd.apache.parquet');
    },
  });
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    if (!url.startsWith(base)) {
      const home = url === '/' || `${url}/` === base;
      response.writeHead(home ? 302 : 404, home ? { location: base } : { 'content-type': 'text/plain; charset=utf-8' });
      response.end(home ? '' : `Not found. The site is at ${base}`);
      return;
    }
    request.url = url.slice(base.length - 1);
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('Not found.');
    });
  });
  const port = await listen(server, options.host, options.port);
  return {
    address: `http://${options.host}:${port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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
