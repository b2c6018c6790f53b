import { untrack } from 'svelte';
import type { FirstView } from '../pages/first-view.ts';
import type { Page, PanelQuestions } from '../pages/page.ts';
import { viewOn } from '../pages/view.ts';
import { getApp } from './app.svelte.ts';
import { Panels } from './panels.svelte.ts';

const nothingYet: FirstView = { dataset: '', as_of: '', page: '', scope: '', panels: {}, measures: {} };

/**
 * The figures of the page that is being made, kept to the view of the link for as long as the page is there.
 * @param first the answers and measures in the prerendered HTML
 */
export function usePanels<Questions extends PanelQuestions>(
  page: Page<Questions>,
  first: FirstView,
): Panels<Questions> {
  const app = getApp();
  const panels = usePartPanels(page, first);
  $effect(() => {
    app.panels = panels;
    return () => {
      if (app.panels === panels) app.panels = null;
    };
  });
  return panels;
}

/** The same of a part of the page that comes later than its first view: without one, its answers are fetched. */
export function usePartPanels<Questions extends PanelQuestions>(
  page: Page<Questions>,
  first: FirstView = nothingYet,
): Panels<Questions> {
  const app = getApp();
  const asked = app.search === null ? null : viewOn(page, app.view);
  const panels = new Panels(page, app.dataset, app.engine, first, asked);
  $effect(() => () => panels.close());
  // Before the page is drawn anew: it must not see the new view with rows that still pass for current.
  $effect.pre(() => {
    // Nothing is asked before the link has been read.
    if (app.search === null) return;
    const view = viewOn(page, app.view);
    untrack(() => void panels.show(view));
  });
  return panels;
}
