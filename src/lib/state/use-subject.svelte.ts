import { getApp } from './app.svelte.ts';

/** Puts the name of whom the page is about at the end of the breadcrumb, for as long as the page is there. */
export function useSubject(name: () => string | null): void {
  const app = getApp();
  $effect(() => {
    app.subject = name();
    return () => (app.subject = null);
  });
}
