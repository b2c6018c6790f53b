import { setOwn } from '../../src/lib/analysis/own.ts';
import type { Engine } from '../../src/lib/engine/engine.ts';
import { fileText, type PackedAnswer } from '../../src/lib/export/answers.ts';
import type { FileEntry, FileList, Manifest } from '../../src/lib/export/manifest.ts';
import { askedWhenFiltered, filteredOf, filteredViews } from '../../src/lib/pages/filtered.ts';
import type { Page } from '../../src/lib/pages/page.ts';
import { compressedInto, type UnnamedAnswer } from './answer-files.ts';
import { remembering } from '../engine/native.ts';
import { knownAnswers } from './known-answers.ts';

/** What a page of the whole agency shows under each single filter, written at once, a file for each; null without any. */
export async function answerFilters(
  engine: Engine,
  dataset: Manifest,
  marts: FileList['marts'],
  page: Page,
  { folder, signal }: { folder: string; signal?: AbortSignal | undefined },
): Promise<UnnamedAnswer | null> {
  const write = compressedInto(folder);
  const parts: Record<string, FileEntry> = {};
  for (const [name, view] of filteredViews(page, dataset)) {
    const asked = askedWhenFiltered(page, view);
    if (asked.length === 0) continue;
    signal?.throwIfAborted();
    // The panels of one view share statements; what they gave would only take memory for the next.
    const answers = knownAnswers(remembering(engine), marts);
    const panels: Record<string, PackedAnswer> = {};
    for (const { panel, question, request } of asked) setOwn(panels, panel.key, await answers.one(question, request));
    const number = Object.keys(parts).length;
    setOwn(parts, name, await write(`answers/${filteredOf(page.id)}/${number}.bin`, fileText(panels)));
  }
  if (Object.keys(parts).length === 0) return null;
  return {
    file: `answers/${filteredOf(page.id)}/all.json`,
    as_of: dataset.as_of,
    page: filteredOf(page.id),
    scope: 'agency',
    panels: {},
    parts,
  };
}
