// Renders pages of a built site anew with the server part of its build: in a process of its own, since that part reads
// the environment once, keeps what it has read, and prints what goes wrong.
//
//   node render.js SERVER OUT PATH...      the export is in CASEBOARD_EXPORT; files go to OUT/PATH
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { register } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPolyfills } from '@sveltejs/kit/node/polyfills';

const [server = '', out = '', ...paths] = process.argv.slice(2);
const origin = 'http://sveltekit-prerender';

/** @param {string} name */
const load = (name) => import(pathToFileURL(join(server, name)).href);

/** @param {string} path @param {string | Uint8Array} content */
async function write(path, content) {
  const file = join(out, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

// A copy of the server part may lie anywhere: the packages it takes are those of this Caseboard.
const resolving = `export const resolve = (name, context, next) =>
  next(name, context).catch((error) => {
    if (/^[./]|^\\w+:/.test(name)) throw error;
    return next(name, { ...context, parentURL: ${JSON.stringify(import.meta.url)} });
  });`;
register(`data:text/javascript,${encodeURIComponent(resolving)}`);

installPolyfills();
// In the order in which a build does it (@sveltejs/kit, core/postbuild/prerender.js).
const internal = await load('internal.js');
internal.set_building();
internal.set_prerendering();
const { set_env: setEnvironment } = await load('env.js');
setEnvironment({});
const { Server } = await load('index.js');
const { manifest } = await load('manifest-full.js');
internal.set_private_env({});
internal.set_public_env({});
internal.set_manifest(manifest);
const app = new Server(manifest);
await app.init({ env: {} });

for (const path of paths) {
  /** @type {Map<string, { response: Response, body: string | Uint8Array | null }>} */
  const dependencies = new Map();
  const response = await app.respond(new Request(origin + path), {
    getClientAddress: () => '127.0.0.1',
    prerendering: { dependencies, remote_responses: new Map() },
    read: (/** @type {string} */ file) => readFile(join(server, file)),
  });
  if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`);
  await write(`${path}index.html`, await response.text());
  for (const [name, { response: part, body }] of dependencies) {
    if (part.status !== 200) throw new Error(`${name} was answered with ${part.status}`);
    await write(new URL(name, origin).pathname, body ?? new Uint8Array(await part.arrayBuffer()));
  }
}
