import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSite, type Site } from './site.ts';

/** How a host with a session answers: the site, its sign-in page in place of everything, or not at all. */
export type Mode = 'open' | 'sign-in page' | 'redirect' | '401' | '403';

export const signInText = 'Sign in to the agency';

/** A site behind a host that asks who one is. */
export interface Gate {
  site: Site;
  address: string;
  mode: Mode;
  /** Files of an export are the browser's to keep, as the rules for hosts say. */
  immutable: boolean;
  /** Ends the session with the request for the path that ends so; resolves when that has happened. */
  endSessionAt(path: string, mode: Mode): Promise<void>;
  /** The host is gone, and comes back under the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function openGate(): Promise<Gate> {
  const site = await openSite();
  let server: Server;
  let port = 0;
  let ending: { path: string; mode: Mode; done: () => void } | null = null;
  const gate: Gate = {
    site,
    address: '',
    mode: 'open',
    immutable: false,
    endSessionAt: (path, mode) => new Promise((done) => (ending = { path, mode, done })),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    async start() {
      server = createServer((incoming, response) => {
        if (ending && incoming.url?.endsWith(ending.path)) {
          gate.mode = ending.mode;
          ending.done();
          ending = null;
        }
        if (gate.mode === 'open') pass(site.address, incoming, response, gate.immutable);
        else refuse(gate.mode, incoming, response);
      });
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      ({ port } = server.address() as AddressInfo);
      gate.address = `http://127.0.0.1:${port}/`;
    },
    async close() {
      await gate.stop().catch(() => {});
      await site.close();
    },
  };
  await gate.start();
  return gate;
}

function pass(address: string, incoming: IncomingMessage, response: ServerResponse, immutable: boolean): void {
  const onward = request(new URL(incoming.url ?? '/', address), { headers: incoming.headers }, (answer) => {
    const lasting = immutable && /\/data\/\d/.test(incoming.url ?? '');
    const own = lasting ? { 'cache-control': 'public, max-age=31536000, immutable' } : {};
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...own });
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end();
}

function refuse(mode: Mode, incoming: IncomingMessage, response: ServerResponse): void {
  if (mode === 'redirect' && !incoming.url?.startsWith('/sign-in')) {
    response.writeHead(302, { location: '/sign-in' }).end();
    return;
  }
  const status = mode === '401' || mode === '403' ? Number(mode) : 200;
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(`<h1>${signInText}</h1>`);
}
