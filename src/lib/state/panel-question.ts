import { resolvePanel, type Panel } from '../pages/page.ts';
import type { ChosenView } from '../pages/view.ts';
import { requestKey } from '../questions/ask.ts';
import type { Question, Request } from '../questions/question.ts';

/** Kept, for asking the browser for a module it has costs a page of panels some milliseconds each time. */
let questions: Promise<typeof import('../questions/index.ts')> | null = null;

/** The questions and their SQL are heavy, and the first view needs none of them: its rows lie in the answers. */
export async function loadQuestion(panel: Panel, view: ChosenView): Promise<Question> {
  questions ??= import('../questions/index.ts');
  questions.catch(() => (questions = null));
  return (await questions).questionOf(resolvePanel(panel, view).question);
}

/** What a panel asks under a view, as a text: two that are equal have the same answer. */
export function panelKey(panel: Panel, request: Request, view: ChosenView): string {
  return requestKey(resolvePanel(panel, view).question, request);
}
