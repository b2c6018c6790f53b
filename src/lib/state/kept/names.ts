/**
 * Names of what a site keeps in a browser, shared by its pages and its service worker. An origin may have several sites
 * below different paths: caches carry the path.
 */

/** What every cache of the site at a path is named after. */
export function cachesOf(base: string): string {
  return `caseboard ${base}/ `;
}

/** What the pages tell the service worker, and it them. */
export type KeptMessage =
  /** From a page: keep nothing more. */
  | 'caseboard forget'
  /** From a page that no longer waits for anything: addresses of what it has fetched, some of it before the worker was there. */
  | { keep: string[] }
  /** To the pages: the host no longer lets this browser in, and what was kept is gone. */
  | 'caseboard signed out';
