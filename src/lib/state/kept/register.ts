import type { QueryEngine } from '../engine.svelte.ts';

/** Milliseconds after which a page counts as read where nothing has asked for the engine. */
const patience = 3_000;

/**
 * Has the site kept for use without the network: keeping it fetches a hundred files, so that it begins once the engine
 * is there or has failed, or after some seconds in which nothing asked for it, and never while a reader waits for it.
 * Call it in an effect: it follows the engine.
 * @param script address of the service worker
 * @returns what ends the wait
 */
export function keepWhenQuiet(script: string, { state }: QueryEngine, type: WorkerType): () => void {
  if (!('serviceWorker' in navigator) || state === 'starting') return () => undefined;
  const wait = setTimeout(
    // A host without https, or a reader who allows none: then nothing is kept.
    () => void import('./keep.ts').then(({ keep }) => keep(script, type)).catch(() => undefined),
    state === 'asleep' ? patience : 0,
  );
  return () => clearTimeout(wait);
}
