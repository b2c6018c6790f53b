import { goto } from '$app/navigation';

/**
 * Shows the same page as a reader has now chosen it: a step of its own in the history, so that Back undoes one choice
 * rather than leave the page. What follows a hand (a slider, typing, the order of a table) replaces its entry instead.
 */
export function stepTo(search: string): void {
  if (search === location.search) return;
  void goto(`${location.pathname}${search}`, { keepFocus: true, noScroll: true });
}
