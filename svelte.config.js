import adapter from '@sveltejs/adapter-static';
import { hashedBuild } from './hashed-build.js';

// A folder of its own with `static/` (its export included) to build from and `build/` to build to: the browser tests
// make a whole site without touching the user's.
const { CASEBOARD_SITE } = process.env;
const inSite = (/** @type {string} */ folder) => (CASEBOARD_SITE ? `${CASEBOARD_SITE}/${folder}` : folder);

/** @type {import('@sveltejs/kit').Config} */
const config = {
  kit: {
    adapter: hashedBuild(adapter({ pages: inSite('build'), assets: inSite('build'), strict: true }), inSite('build')),
    outDir: inSite('.svelte-kit'),
    files: { assets: inSite('static') },
    // One build serves from any sub-path of any file host.
    paths: { relative: true },
    // Nothing may leave the site's own origin; inline scripts are allowed by hash only.
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self', 'wasm-unsafe-eval'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:', 'blob:'],
        'font-src': ['self'],
        'connect-src': ['self', 'blob:'],
        'worker-src': ['self', 'blob:'],
        'object-src': ['none'],
        'base-uri': ['self'],
        'form-action': ['none'],
      },
    },
    // The export lives beside the shell and changes without a new build: never part of the shell's cache list.
    // Registered by the layout, once a reader no longer waits for anything.
    serviceWorker: { register: false, files: (file) => !file.startsWith('data/') && !file.startsWith('engine/') },
    prerender: { handleHttpError: 'fail' },
    typescript: {
      config: (tsconfig) => {
        tsconfig.include.push('../data/**/*.ts', '../scripts/**/*.ts', '../scripts/**/*.js', '../tests/**/*.ts');
      },
    },
  },
};

export default config;
