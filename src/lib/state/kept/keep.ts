import { fetchedSoFar } from '../../browser/fetched.ts';
import type { KeptMessage } from './names.ts';

/**
 * Registers the service worker, and has it keep what this page has fetched: on a first visit most of that came before
 * there was a worker to see it.
 * @param script its address
 */
export async function keep(script: string, type: WorkerType): Promise<void> {
  await navigator.serviceWorker.register(script, { type });
  await keepFetched();
}

/** Has the service worker keep what this page shows; waits until there is one. */
export async function keepFetched(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  const message: KeptMessage = { keep: fetchedSoFar() };
  active?.postMessage(message);
}
