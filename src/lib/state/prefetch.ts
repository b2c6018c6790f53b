import { periodsNear } from '../calendar/period-steps.ts';
import { calendarOf } from '../export/calendar.ts';
import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import { panelRequest, panelsOf, type Page } from '../pages/page.ts';
import { withComparison, type ChosenView } from '../pages/view.ts';
import { loadQuestion } from './panel-question.ts';

/**
 * While nothing else is to be done, asks for what a reader is likely to choose next: what the page itself names, and
 * the periods near, as far as nothing has to be fetched for them. The engine keeps the results. Ends with the view.
 */
export async function prefetch(
  page: Page,
  shown: ChosenView,
  engine: BrowserEngine,
  signal: AbortSignal,
): Promise<void> {
  const { dataset, period } = shown;
  const chosen = (page.ahead?.(shown) ?? []).map((pageParams): ChosenView => ({ ...shown, pageParams }));
  const near = periodsNear(period, calendarOf(dataset), { from: dataset.history_from ?? dataset.as_of });
  const views = [...chosen, ...near.map((each) => withComparison({ ...shown, period: each }))];
  for (const [index, view] of views.entries()) {
    for (const panel of panelsOf(page)) {
      const request = panelRequest(panel, view);
      if (!request) continue;
      if (signal.aborted) return;
      try {
        const question = await loadQuestion(panel, view);
        const parts = question.needs(request);
        if (index < chosen.length) await engine.load(parts, { signal });
        else if (!(await engine.holds(parts))) continue;
        for (const { sql, bindings } of question.statements(request)) await engine.query(sql, bindings, { signal });
      } catch {
        // Its own turn, should it come, says what is wrong.
      }
    }
  }
}
