import { reasonOf } from '../../format/reason.ts';
import { cachesOf, type KeptMessage } from './names.ts';

/** Whether a key of the browser's storage is one of ours: texts, and lists that begin with one. */
export function isOurs(key: string): boolean {
  return /^(\["?)?caseboard\b/.test(key);
}

/**
 * Removes everything this site keeps on this computer: figures for use without the network, saved views, drafts of
 * memoranda, queries and settings. What a page shows stays until it is closed.
 * @returns what could not be removed, as the browser said it
 */
export async function forgetOnThisComputer(base: string): Promise<string[]> {
  const problems: string[] = [];
  const attempt = async (work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      problems.push(reasonOf(error));
    }
  };
  for (const storage of [() => localStorage, () => sessionStorage]) {
    await attempt(() => {
      for (const key of Object.keys(storage())) if (isOurs(key)) storage().removeItem(key);
    });
  }
  await attempt(async () => {
    const message: KeptMessage = 'caseboard forget';
    navigator.serviceWorker?.controller?.postMessage(message);
    // Without one, as on plain http, nothing was kept.
    const registration = await navigator.serviceWorker?.getRegistration(`${base}/`);
    await registration?.unregister();
  });
  await attempt(async () => {
    if (!('caches' in globalThis)) return;
    for (const name of await caches.keys()) if (name.startsWith(cachesOf(base))) await caches.delete(name);
  });
  return problems;
}
