import { nativeEngine } from '../../scripts/engine/native.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import type { Engine } from '../../src/lib/engine/engine.ts';
import type { ExportLists, Manifest } from '../../src/lib/export/manifest.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import { readRequest, type RequestText } from '../../src/lib/questions/read-request.ts';

export interface Asking {
  engine: Engine;
  manifest: Manifest;
  files: ExportLists;
  folder: string;
  /** The rows of a question, as `caseboard answer` reads its request. */
  rows<Row>(question: string, text?: RequestText): Promise<Row[]>;
  close(): void;
}

/** Opens an export for questions on the native engine; `copied` into memory where they are many. */
export async function askingOf(out: string, options: { copied?: boolean } = {}): Promise<Asking> {
  const { manifest, files, folder } = await readExport(out);
  const engine = await nativeEngine(folder, files, options);
  return {
    engine,
    manifest,
    files,
    folder,
    async rows<Row>(id: string, text: RequestText = {}) {
      const question = questionOf(id);
      const request = readRequest(question, text, manifest);
      if ('error' in request) throw new Error(request.error);
      return (await ask(engine, files.marts, question, request)).rows as Row[];
    },
    close: () => engine.close(),
  };
}
