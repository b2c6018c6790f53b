import type { Environment } from 'vitest/runtime';

/** Where the page of a test of state stands. */
const address = 'https://host.example/site/';

/**
 * Node with modules compiled as they are for a browser, so that Svelte's state is watched; a page is not drawn. Besides
 * an address there is nothing of a browser: a test that needs more puts it there.
 */
export default {
  name: 'client',
  viteEnvironment: 'client',
  setup(global: Record<string, unknown>) {
    global['self'] = global;
    global['location'] = new URL(address);
    return {
      teardown(after: Record<string, unknown>) {
        delete after['self'];
        delete after['location'];
      },
    };
  },
} satisfies Environment;
