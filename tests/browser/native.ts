import type { Manifest } from '../../src/lib/export/manifest.ts';
import type { Page } from '../../src/lib/pages/page.ts';
import { panelOf, panelRequest } from '../../src/lib/pages/page.ts';
import { parseView, viewOn, type ChosenView } from '../../src/lib/pages/view.ts';
import { ask, missingTables } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import type { Request } from '../../src/lib/questions/question.ts';
import { readRequest, type RequestText } from '../../src/lib/questions/read-request.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { nativeEngine } from '../../scripts/engine/native.ts';

/** The numbers an export gives without a browser: what pages are compared with. */
export interface Native {
  manifest: Manifest;
  /** The view of a link; fails when the link has something unknown in it. */
  view(search: string): ChosenView;
  /** Rows of a panel for the view of a link; null where the panel says nothing, or the source lacks its tables. */
  panel<Row>(page: Page, key: string, search: string): Promise<Row[] | null>;
  /** Rows of a question as `caseboard answer` gives them. */
  answer<Row>(question: string, request: RequestText): Promise<Row[]>;
  /** Rows of a question for a request as pages make it. */
  rows<Row>(question: string, request: Omit<Request, 'dataset'>): Promise<Row[]>;
  /** Rows of a statement as a reader can copy it from a page. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/** @param data an export folder, such as `data` of a site */
export async function openNative(data: string): Promise<Native> {
  const { manifest, files, folder } = await readExport(data);
  const engine = await nativeEngine(folder, files);
  const view = (search: string) => {
    const { view: found, notes } = parseView(new URLSearchParams(search), manifest);
    if (notes.length > 0) throw new Error(notes.join(' '));
    return found;
  };
  return {
    manifest,
    view,
    async panel<Row>(page: Page, key: string, search: string) {
      const panel = panelOf(page, key);
      if (!panel) throw new Error(`${page.id} has no panel ${key}`);
      const request = panelRequest(panel, viewOn(page, view(search)));
      if (!request || missingTables(questionOf(panel.question), request, files.marts).length > 0) return null;
      return (await ask(engine, files.marts, questionOf(panel.question), request)).rows as Row[];
    },
    async answer<Row>(question: string, text: RequestText) {
      const request = readRequest(questionOf(question), text, manifest);
      if ('error' in request) throw new Error(request.error);
      return (await ask(engine, files.marts, questionOf(question), request)).rows as Row[];
    },
    async rows<Row>(question: string, request: Omit<Request, 'dataset'>) {
      const answer = await ask(engine, files.marts, questionOf(question), { ...request, dataset: manifest });
      return answer.rows as Row[];
    },
    sql: (text) => engine.query(text),
    close: () => engine.close(),
  };
}
