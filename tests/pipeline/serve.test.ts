import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectedHosts, hostNameOf } from '../../scripts/serve/host.ts';
import { readableRange } from '../../scripts/serve/range.ts';
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

interface Answered {
  status: number;
  body: string;
  headers: IncomingHttpHeaders;
}

/** A request whose path and fields are sent as they are: `fetch` would tidy up the dots first. */
function raw(
  address: string,
  path: string,
  headers: Record<string, string | string[]> = {},
  method = 'GET',
): Promise<Answered> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers, method, agent: false }, (response) => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    })
      .on('error', reject)
      .end();
  });
}

/** Bytes on a bare connection, and what came back; where nothing need come back we hang up at once. */
function bytes(address: string, text: string, { hangUp }: { hangUp: boolean }): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(Number(port), hostname, () => {
      if (hangUp) socket.end(text, 'latin1');
      else socket.write(text, 'latin1');
    });
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      said += String(chunk);
      socket.end();
    });
    socket.on('error', () => resolve(said));
    socket.on('close', () => resolve(said));
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

/** 26 bytes of which every one is known by its place. */
const letters = 'abcdefghijklmnopqrstuvwxyz';

describe('a part of a file', () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'data', 'letters.bin'), letters);
    writeFileSync(join(folder, 'data', 'empty.bin'), '');
  });

  it.each([
    ['bytes=0-4', 'bytes 0-4/26', 'abcde'],
    ['bytes=0-0', 'bytes 0-0/26', 'a'],
    ['bytes=20-', 'bytes 20-25/26', 'uvwxyz'],
    ['bytes=20-99', 'bytes 20-25/26', 'uvwxyz'],
    ['bytes=25-99999999999999999999999', 'bytes 25-25/26', 'z'],
    ['bytes=-3', 'bytes 23-25/26', 'xyz'],
    ['bytes=-26', 'bytes 0-25/26', letters],
    ['bytes=-99999999999999999999999', 'bytes 0-25/26', letters],
    ['BYTES=1-2', 'bytes 1-2/26', 'bc'],
    ['bytes=, 1-2 ,', 'bytes 1-2/26', 'bc'],
    ['bytes=40-50, 1-2', 'bytes 1-2/26', 'bc'],
  ])('%s is given', async (range, content, body) => {
    const answered = await raw(await serve(), '/data/letters.bin', { range });
    expect(answered).toMatchObject({ status: 206, body });
    expect(answered.headers['content-range']).toBe(content);
    expect(answered.headers['content-length']).toBe(String(body.length));
  });

  it.each([
    'bytes=5-2',
    'bytes=a-b',
    'bytes=1x-3',
    'bytes=',
    'bytes=,',
    'bytes=-',
    'bytes=--1',
    'bytes=1-2-3',
    'bytes=1.5-3',
    'bytes=0x1-0x3',
    'bytes=1e1-20',
    'bytes 0-4',
    'bytes=0-4; bytes=5-6',
    'bytes=0-4, bytes=5-6',
    'lines=0-4',
    'nonsense',
    '=',
    '-5',
    'bytes=\u00a01-2',
    `bytes=${'9'.repeat(4000)}-1`,
    // Several parts would be one answer of several bodies; the standard lets a host give the whole.
    'bytes=0-1,3-4',
    `bytes=${Array.from({ length: 13 }, (_, at) => `${2 * at}-${2 * at}`).join(',')}`,
  ])('%s, which is none or several, gets the whole file', async (range) => {
    const answered = await raw(await serve(), '/data/letters.bin', { range });
    expect(answered).toMatchObject({ status: 200, body: letters });
    expect(answered.headers['content-range']).toBe(undefined);
  });

  it.each(['bytes=26-', 'bytes=99-100', 'bytes=-0', 'bytes=99999999999999999999999-', 'bytes=30-31,40-50'])(
    '%s, which lies outside, gets none',
    async (range) => {
      const answered = await raw(await serve(), '/data/letters.bin', { range });
      expect(answered.status).toBe(416);
      expect(answered.headers['content-range']).toBe('bytes */26');
    },
  );

  it('of an empty file is the file, or none', async () => {
    const address = await serve();
    for (const [range, status] of [
      ['bytes=-5', 200],
      ['bytes=0-', 416],
      ['bytes=0-5', 416],
      ['bytes=-0', 416],
    ] as const) {
      expect((await raw(address, '/data/empty.bin', { range })).status, range).toBe(status);
    }
  });

  it('is given only while the file is the one the reader began with, and only to GET', async () => {
    const address = await serve();
    const { headers } = await raw(address, '/data/letters.bin');
    const part = (condition: string) =>
      raw(address, '/data/letters.bin', { range: 'bytes=0-1', 'if-range': condition });
    expect((await part(headers['last-modified'] ?? '')).status).toBe(206);
    for (const other of [headers.etag ?? '', '"x"', 'Thu, 01 Jan 2037 00:00:00 GMT', 'x', '']) {
      expect(await part(other), other).toMatchObject({ status: 200, body: letters });
    }
    expect(await raw(address, '/data/letters.bin', { range: 'bytes=0-1' }, 'HEAD')).toMatchObject({ status: 200 });
    expect(await raw(address, '/data/letters.bin', { 'if-none-match': headers.etag ?? '' })).toMatchObject({
      status: 304,
    });
  });

  it('is read the same whatever the numbers', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(40), (first, last, size) => {
        const text = readableRange(`bytes=${first}-${last}`, size);
        expect(text).toBe(last < first ? null : `bytes=${first}-${last}`);
        const suffix = readableRange(`bytes=-${first}`, size);
        expect(suffix).toBe(
          first === 0 ? `bytes=${size}-` : size === 0 ? null : first >= size ? 'bytes=0-' : `bytes=-${first}`,
        );
      }),
    );
  });
});

describe('who asks, and how', () => {
  it.each([
    ['127.0.0.1', 200],
    ['localhost', 200],
    ['LOCALHOST:9', 200],
    ['localhost.', 200],
    ['[::1]:4173', 200],
    ['caseboard.agency.example', 200],
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['127.0.0.2', 421],
    ['localhost.evil.example:80', 421],
    ['agency.example', 421],
    ['constructor', 421],
    ['local host', 400],
    ['localhost:', 400],
    ['localhost:x', 400],
    ['localhost:999999', 400],
    ['[::1', 400],
    ['user@localhost', 400],
    ['localhost/evil', 400],
    ['localhost, evil.example', 400],
  ])('under the name %s gets %i', async (name, status) => {
    const site = await serveSite({ folder, host, port: 0, base: '/', names: ['Caseboard.agency.example'] });
    serving.push(site);
    const answered = await raw(site.address, '/', { host: name });
    expect(answered.status).toBe(status);
    if (status !== 200) expect(answered.body).not.toContain('Overview');
  });

  it('may be any of the names of this machine where it listens to all', () => {
    expect(expectedHosts('0.0.0.0', []).has(hostname().toLowerCase())).toBe(true);
    expect(expectedHosts('127.0.0.1', []).has('0.0.0.0')).toBe(false);
    expect(hostNameOf('[::FFFF:1]:80')).toBe('::ffff:1');
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE'])(
    '%s is told what is answered',
    async (method) => {
      const answered = await raw(await serve(), '/', {}, method);
      expect([answered.status, answered.headers.allow]).toEqual([405, 'GET, HEAD']);
    },
  );

  it('gets every answer with the fields that protect it', async () => {
    const address = await serve();
    writeFileSync(join(folder, 'data', 'letters.bin'), letters);
    const paths: [string, Record<string, string>][] = [
      ['/', {}],
      ['/data/manifest.json', {}],
      ['/nothing', {}],
      ['/population', {}],
      ['/data/letters.bin', { range: 'bytes=0-1' }],
      ['/data/letters.bin', { range: 'bytes=99-' }],
      ['/', { host: 'evil.example' }],
    ];
    for (const [path, headers] of paths) {
      const answered = await raw(address, path, headers);
      expect(answered.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-cache',
      });
    }
  });

  it('is not shown what begins with a dot', async () => {
    mkdirSync(join(folder, '.draft'), { recursive: true });
    mkdirSync(join(folder, 'data', '.draft'), { recursive: true });
    const names = ['.env', '.draft/rows.csv', 'data/.env', 'data/.draft/rows.csv'];
    for (const name of names) writeFileSync(join(folder, name), 'not for you');
    const address = await serve();
    for (const name of [
      ...names,
      '.draft/',
      '.draft',
      'data/.draft',
      ...names.map((text) => text.replace('.', '%2e')),
    ]) {
      const answered = await raw(address, `/${name}`);
      expect([name, answered.status, answered.body]).toEqual([name, 404, 'Not found.']);
    }
  });

  it('is not led out of the folder by a link in it, and is by one that stays', async () => {
    const data = join(folder, 'data');
    symlinkSync(join(home, 'secret.txt'), join(data, 'link.txt'));
    symlinkSync(home, join(data, 'linked'));
    symlinkSync(join(data, 'page.js'), join(data, 'inside.js'));
    const address = await serve();
    for (const path of ['/data/link.txt', '/data/linked/secret.txt']) {
      const answered = await raw(address, path, { range: 'bytes=0-3' });
      expect([path, answered.status, answered.body]).toEqual([path, 403, expect.stringMatching(/link that leads out/)]);
    }
    expect((await raw(address, '/data/inside.js')).body).toBe('page.js');
    for (const name of ['link.txt', 'linked', 'inside.js']) rmSync(join(data, name));
  });

  it('is led from a folder to its page under any path, and to no other host', async () => {
    for (const base of ['/', '/any/deep/path/']) {
      const address = await serve(base);
      const path = new URL(address).pathname;
      const led = await raw(address, `${path}population`);
      expect([led.status, led.headers.location]).toEqual([301, './population/']);
      expect(await (await fetch(`${address}population`)).text()).toBe('<h1>Population</h1>');
      for (const evil of ['//evil.example/..', '//evil.example/%2e%2e', '/\\evil.example/..', '//population']) {
        expect((await raw(address, `${path.slice(0, -1)}${evil}`)).headers.location ?? './', evil).toMatch(/^\.\//);
      }
    }
  });

  const host0 = 'Host: 127.0.0.1\r\n';
  it.each([
    ['nothing', '', ''],
    ['a line end', '\r\n\r\n', ''],
    ['noise', '\u0000\u0001\u0002\u00ff\u00fe', '400'],
    ['a greeting of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003', '400'],
    ['no version', 'GET /\r\n\r\n', '400'],
    ['another version', `GET / HTTP/9.9\r\n${host0}\r\n`, '400'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', '400'],
    ['no host, in the old way', 'GET / HTTP/1.0\r\n\r\n', '400'],
    ['an empty host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n', '400'],
    ['two hosts', `GET / HTTP/1.1\r\n${host0}Host: evil.example\r\n\r\n`, '400'],
    ['a host with a stroke', 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', '400'],
    ['no path', `GET  HTTP/1.1\r\n${host0}\r\n`, '400'],
    ['a path without a stroke', `GET index.html HTTP/1.1\r\n${host0}\r\n`, '400'],
    ['a star', `GET * HTTP/1.1\r\n${host0}\r\n`, '400'],
    ['a star, for what it can do', `OPTIONS * HTTP/1.1\r\n${host0}\r\n`, '400'],
    ['a whole address', `GET http://127.0.0.1/ HTTP/1.1\r\n${host0}Connection: close\r\n\r\n`, '200'],
    ['a whole address without a path', `GET http://localhost HTTP/1.1\r\n${host0}Connection: close\r\n\r\n`, '200'],
    ['the address of another', `GET http://evil.example/ HTTP/1.1\r\n${host0}Connection: close\r\n\r\n`, '421'],
    ['a tunnel', `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${host0}\r\n`, '405'],
    ['an upgrade', `GET / HTTP/1.1\r\n${host0}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, '200'],
    ['a method there is not', `STEAL / HTTP/1.1\r\n${host0}\r\n`, '400'],
    ['a field without a colon', `GET / HTTP/1.1\r\n${host0}nonsense\r\n\r\n`, '400'],
    ['a field folded', `GET / HTTP/1.1\r\n${host0}A: b\r\n c\r\n\r\n`, ''],
    ['a length that is none', `GET / HTTP/1.1\r\n${host0}Content-Length: x\r\n\r\n`, '400'],
    ['two lengths', `POST / HTTP/1.1\r\n${host0}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`, '400'],
    [
      'a length and pieces',
      `POST / HTTP/1.1\r\n${host0}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
      '400',
    ],
    ['pieces of no size', `POST / HTTP/1.1\r\n${host0}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, '40'],
    ['fields without end', `GET / HTTP/1.1\r\n${host0}A: ${'x'.repeat(100_000)}\r\n\r\n`, '431'],
    ['many fields', `GET / HTTP/1.1\r\n${host0}${'A: b\r\n'.repeat(5000)}\r\n`, ''],
    ['a path without end', `GET /${'a'.repeat(7000)} HTTP/1.1\r\n${host0}Connection: close\r\n\r\n`, '404'],
    ['a path of broken percents', `GET /%E0%A4%A/%zz HTTP/1.1\r\n${host0}Connection: close\r\n\r\n`, '400'],
    ['a path with a null', `GET /%00index.html HTTP/1.1\r\n${host0}Connection: close\r\n\r\n`, '400'],
    ['a path into a file', `GET /index.html/x HTTP/1.1\r\n${host0}Connection: close\r\n\r\n`, '404'],
    ['a file as a folder', `GET /index.html/ HTTP/1.1\r\n${host0}Connection: close\r\n\r\n`, '404'],
    ['a date that is none', `GET / HTTP/1.1\r\n${host0}If-Modified-Since: soon\r\nConnection: close\r\n\r\n`, '200'],
    ['a condition that is none', `GET / HTTP/1.1\r\n${host0}If-Match: "x"\r\nConnection: close\r\n\r\n`, '412'],
    ['half a request', `GET / HTTP/1.1\r\n${host0}`, ''],
    ['an expectation', `GET / HTTP/1.1\r\n${host0}Expect: 200-ok\r\nConnection: close\r\n\r\n`, ''],
  ])('with %s is answered, and the site lives', async (_what, text, status) => {
    const address = await serve();
    const said = await bytes(address, text, { hangUp: status === '' });
    if (status !== '') expect(said.slice(0, 12)).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
    expect(said).not.toMatch(/\n +at |node:/);
    expect(await (await fetch(address)).text()).toBe('<h1>Overview</h1>');
  });

  it('and leaves in the middle, or finds the file gone, ends nothing', async () => {
    const big = join(folder, 'data', 'big.bin');
    writeFileSync(big, Buffer.alloc(20_000_000));
    const address = await serve();
    const { hostname: name, port } = new URL(address);
    for (let time = 0; time < 5; time += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), name, () => socket.write(`GET /data/big.bin HTTP/1.1\r\n${host0}\r\n`));
        socket.once('data', () => socket.resetAndDestroy());
        socket.on('error', () => {});
        socket.once('close', () => resolve());
      });
    }
    const reading = fetch(`${address}data/big.bin`).then((response) => response.arrayBuffer());
    writeFileSync(big, '');
    await reading.catch(() => {});
    rmSync(big);
    expect((await fetch(`${address}data/big.bin`)).status).toBe(404);
    expect(await (await fetch(address)).text()).toBe('<h1>Overview</h1>');
  });

  it('for a file this user may not read is told so', async () => {
    // Root may read everything; a folder in place of the page is what it cannot.
    mkdirSync(join(folder, 'odd', 'index.html'), { recursive: true });
    const address = await serve();
    const answered = await raw(address, '/odd/');
    expect(answered.status).toBeGreaterThanOrEqual(400);
    expect(await (await fetch(address)).text()).toBe('<h1>Overview</h1>');
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
