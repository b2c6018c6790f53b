import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveSite, type Serving } from '../../scripts/serve/serve.ts';
import { runHere, start } from './command-line.ts';
import { temporaryFolder } from './source-folder.ts';

const host = '127.0.0.1';
let home: string;
let folder: string;
const serving: Serving[] = [];

beforeAll(() => {
  home = temporaryFolder();
  folder = join(home, 'build');
  mkdirSync(join(folder, 'population'), { recursive: true });
  mkdirSync(join(folder, 'data'), { recursive: true });
  writeFileSync(join(home, 'secret.txt'), 'not for you');
  writeFileSync(join(folder, 'index.html'), '<h1>Overview</h1>');
  writeFileSync(join(folder, 'population', 'index.html'), '<h1>Population</h1>');
  for (const name of [
    'engine.wasm',
    'engine.bin',
    'rows.parquet',
    'manifest.json',
    'page.js',
    'page.css',
    'icon.svg',
    'font.woff2',
  ]) {
    writeFileSync(join(folder, 'data', name), name);
  }
});
afterEach(async () => {
  await Promise.all(serving.splice(0).map((site) => site.close()));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function serve(base = '/', port = 0): Promise<string> {
  const site = await serveSite({ folder, host, port, base });
  serving.push(site);
  return site.address;
}

/** A request whose path is sent as it is: `fetch` would tidy up the dots first. */
function raw(address: string, path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('serving the built site', () => {
  it.each(['/', '/any/deep/path/', 'path', '/path'])('works from %s, and nowhere else', async (base) => {
    const address = await serve(base);
    expect(new URL(address).pathname).toBe(base === '/' ? '/' : `/${base.split('/').filter(Boolean).join('/')}/`);
    expect(await (await fetch(address)).text()).toBe('<h1>Overview</h1>');
    expect(await (await fetch(`${address}?period=2026Q3`)).text()).toBe('<h1>Overview</h1>');
    expect(await (await fetch(`${address}population/`)).text()).toBe('<h1>Population</h1>');
    expect(await (await fetch(`${address}data/manifest.json`)).text()).toBe('manifest.json');
    if (base === '/') return;
    const { origin } = new URL(address);
    expect((await fetch(`${origin}/population/`)).status).toBe(404);
    // The host itself, and the path without its last stroke, lead to the site.
    for (const path of ['/', new URL(address).pathname.slice(0, -1)]) {
      expect((await fetch(`${origin}${path}`)).url).toBe(address);
    }
  });

  it('says not found, and does not answer with another page', async () => {
    const address = await serve();
    for (const path of ['nothing', 'population/nothing.json', 'data/']) {
      const response = await fetch(`${address}${path}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/plain; charset=utf-8']);
    }
  });

  it.each([
    ['engine.wasm', 'application/wasm'],
    ['engine.bin', 'application/octet-stream'],
    ['rows.parquet', 'application/vnd.apache.parquet'],
    ['manifest.json', 'application/json'],
    ['page.js', 'text/javascript'],
    ['page.css', 'text/css'],
    ['icon.svg', 'image/svg+xml'],
    ['font.woff2', 'font/woff2'],
  ])('%s as %s, neither compressed nor kept', async (name, type) => {
    const response = await fetch(`${await serve()}data/${name}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')?.split(';')[0]).toBe(type);
    expect(response.headers.get('content-encoding')).toBe(null);
    expect(response.headers.get('cache-control') ?? 'no-cache').toMatch(/no-(cache|store)/);
    expect(await response.text()).toBe(name);
  });

  it('sees a file that was replaced while it runs', async () => {
    const address = await serve();
    await fetch(`${address}data/manifest.json`);
    writeFileSync(join(folder, 'data', 'manifest.json'), 'a newer one');
    expect(await (await fetch(`${address}data/manifest.json`)).text()).toBe('a newer one');
    writeFileSync(join(folder, 'data', 'manifest.json'), 'manifest.json');
  });

  it('never leaves its folder', async () => {
    const [root, deep] = [await serve(), await serve('/deep/path/')];
    const climbs = [
      '../secret.txt',
      '..%2fsecret.txt',
      '%2e%2e/secret.txt',
      '%2e%2e%2fsecret.txt',
      'data/../../secret.txt',
      'data/..%2f..%2fsecret.txt',
      '..\\secret.txt',
      '..%5csecret.txt',
      '%00',
      '%',
      '%c0%ae%c0%ae/secret.txt',
      '/../secret.txt',
      '//etc/passwd',
    ];
    for (const address of [root, deep]) {
      for (const climb of climbs) {
        const { status, body } = await raw(address, `${new URL(address).pathname}${climb}`);
        expect(body, climb).not.toContain('not for you');
        expect(body, climb).not.toContain('root:');
        expect(status, climb).toBeGreaterThanOrEqual(400);
      }
    }
    // And it still runs.
    expect((await fetch(root)).status).toBe(200);
  });
});

describe('a port that is taken', () => {
  const taken: Server[] = [];
  afterEach(() => taken.splice(0).forEach((server) => server.close()));

  async function occupy(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    taken.push(server);
    return (server.address() as AddressInfo).port;
  }

  it('gives way to the next free one', async () => {
    const port = await occupy();
    const address = await serve('/', port);
    expect(Number(new URL(address).port)).toBeGreaterThan(port);
    expect((await fetch(address)).status).toBe(200);
  });

  it('is told in a sentence when no port can be had', async () => {
    const failed = await runHere(['serve', '--folder', folder, '--host', '203.0.113.1', '--port', '4173']);
    expect(failed).toMatchObject({ code: 4, stderr: expect.stringMatching(/203\.0\.113\.1.*--port/s) });
  });
});

describe('caseboard serve', () => {
  it('prints the address and ends at Ctrl-C', async () => {
    const child = start(['serve', '--folder', folder, '--port', '0', '--base', '/sub/']);
    const address = await new Promise<string>((resolve) => {
      child.stdout?.on('data', (chunk) => {
        const [found] = /http:\S+/.exec(String(chunk)) ?? [];
        if (found) resolve(found);
      });
    });
    expect(await (await fetch(address)).text()).toBe('<h1>Overview</h1>');
    child.kill('SIGINT');
    await new Promise((resolve) => child.once('close', resolve));
    await expect(fetch(address)).rejects.toThrow();
  });

  it('says when there is no built site', async () => {
    const { code, stderr } = await runHere(['serve', '--folder', join(home, 'nowhere')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no built site.*npm run build/s);
  });
});
