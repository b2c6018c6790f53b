import { periodsNear } from '../calendar/period-steps.ts';
import { calendarOf } from '../export/calendar.ts';
import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import type { MartPart } from '../engine/engine.ts';
import { isWrittenFiltered } from '../pages/filtered.ts';
import { panelRequest, panelsOf, type Page } from '../pages/page.ts';
import { filterDimensions } from '../pages/pickers.ts';
import { withComparison, type ChosenView } from '../pages/view.ts';
import type { Statement } from '../questions/question.ts';
import { loadQuestion } from './panel-question.ts';

/**
 * Asks for what a reader is likely to choose next, while nothing else is to be done: a value of each filter the page
 * offers, what the page itself names, and the periods near. What a filter or the page's own choice needs is fetched, and
 * where a page offers no filter, what a period does. The engine keeps the results.
 * @param signals statements end with the view they are about; what is fetched serves the next view too, and ends with
 *   the page
 */
export async function prefetch(
  page: Page,
  shown: ChosenView,
  engine: BrowserEngine,
  signals: { view: AbortSignal; page: AbortSignal },
): Promise<void> {
  const ofPage = { signal: signals.page, ahead: true };
  const ofView = { signal: signals.view, ahead: true };
  const { dataset, period } = shown;
  const filtered = filtersNext(page, shown);
  const chosen = (page.ahead?.(shown) ?? []).map((pageParams): ChosenView => ({ ...shown, pageParams }));
  const near = periodsNear(period, calendarOf(dataset), { from: dataset.history_from ?? dataset.as_of });
  const steps = near.map((each) => withComparison({ ...shown, period: each }));
  const views = [...filtered, ...chosen, ...steps];
  // Where nothing can be filtered, what comes next is another period.
  const next = filtered.length > 0 ? filtered : steps.slice(0, 1);
  const fetched = filtered.length + chosen.length;
  try {
    // What that needs first, all of it together, while the engine itself may still be on its way.
    const first = await Promise.all(next.map((view) => asked(page, view)));
    const light = await Promise.all(first.map((each) => isLight(engine, each)));
    const parts = first.flatMap((each, index) => (light[index] ? each.flatMap((one) => one.parts) : []));
    await Promise.all(unlike(parts).map((part) => engine.load([part], ofPage).catch(() => undefined)));
  } catch {
    // As below.
  }
  for (const [index, view] of views.entries()) {
    if (signals.view.aborted) return;
    // Its data serves the filters that may come after it; its own figures come from a file.
    const written = isWrittenFiltered(page, view);
    const questions = await asked(page, view);
    const mayFetch = index < fetched && (await isLight(engine, questions));
    for (const { parts, statements } of questions) {
      if (signals.view.aborted) return;
      try {
        if (mayFetch) await engine.load(parts, ofPage);
        else if ((await engine.bytesToFetch(parts)) > 0) continue;
        if (written) continue;
        for (const { sql, bindings } of statements) await engine.query(sql, bindings, ofView);
      } catch {
        // Its own turn, should it come, says what is wrong.
      }
    }
  }
}

/**
 * Most bytes of data that are fetched for one view nobody has asked for. Putting rows in cannot be stopped, and whoever
 * chooses something meanwhile waits for it: what a second filter may need of every institution is a second's work.
 */
const maxBytesAhead = 2_000_000;

async function isLight(engine: BrowserEngine, questions: readonly { parts: readonly MartPart[] }[]): Promise<boolean> {
  const bytes = await engine.bytesToFetch(questions.flatMap(({ parts }) => parts)).catch(() => 0);
  return bytes <= maxBytesAhead;
}

/** The view with one more filter, once for each a reader can add: its first recorded value. */
function filtersNext(page: Page, shown: ChosenView): ChosenView[] {
  if (page.unfiltered) return [];
  return filterDimensions(shown.dataset, page.filters).flatMap(({ id }) => {
    const [value] = shown.dataset.dimensions[id] ?? [];
    if (value === undefined || Object.hasOwn(shown.filters, id)) return [];
    return [{ ...shown, filters: { ...shown.filters, [id]: [value] } }];
  });
}

/** What the panels of a page need and ask under a view. */
async function asked(page: Page, view: ChosenView): Promise<{ parts: MartPart[]; statements: Statement[] }[]> {
  const questions = panelsOf(page).map(async (panel) => {
    const request = panelRequest(panel, view);
    if (!request) return [];
    const question = await loadQuestion(panel, view);
    return [{ parts: question.needs(request), statements: question.statements(request) }];
  });
  return (await Promise.all(questions)).flat();
}

function unlike(parts: readonly MartPart[]): MartPart[] {
  return [...new Map(parts.map((part) => [JSON.stringify([part.mart, part.part]), part])).values()];
}
