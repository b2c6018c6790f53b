import type { QueryEngine } from '../engine.svelte.ts';

/** Milliseconds after which a page counts as read, whether or not the engine has come. */
const patience = 8_000;

/**
 * Has the site kept for use without the network, once the engine is there or some seconds have gone by: keeping it
 * fetches a hundred files, and a reader may be waiting for other ones.
 * @param script address of the service worker
 * @returns what ends the wait
 */
export function keepWhenQuiet(script: string, engine: QueryEngine, type: WorkerType): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const end = () => {
    clearInterval(watch);
    clearTimeout(last);
  };
  const register = () => {
    end();
    // A host without https, or a reader who allows none: then nothing is kept.
    navigator.serviceWorker.register(script, { type }).catch(() => undefined);
  };
  const watch = setInterval(() => {
    if (engine.state === 'ready' || engine.state === 'failed') register();
  }, 500);
  const last = setTimeout(register, patience);
  return end;
}
