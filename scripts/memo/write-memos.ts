import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildMemo } from '../../src/lib/documents/memo/build.ts';
import { newDraft, type MemoDraft } from '../../src/lib/documents/memo/draft.ts';
import { memoFileName, uniqueNames } from '../../src/lib/documents/file-name.ts';
import type { MemoInput } from '../../src/lib/documents/memo/input.ts';
import { docxBytes } from '../../src/lib/documents/docx.ts';
import { memoHtml } from '../../src/lib/documents/html.ts';
import { Failure, machineFailure } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';
import { embeddedFont, openPdfPrinter } from './pdf.ts';

export interface WriteOptions {
  out: string;
  paper: 'Letter' | 'A4';
  drafts: ReadonlyMap<string, MemoDraft>;
  report: Report;
  signal: AbortSignal;
}

export interface Written {
  word: string[];
  pdf: string[];
  /** Why there are no PDFs, where there are none; the Word files are made all the same. */
  noPdf: Failure | null;
}

/** Writes the Word and PDF file of every memorandum. */
export async function writeMemos(inputs: readonly MemoInput[], options: WriteOptions): Promise<Written> {
  const { out, paper, drafts, report, signal } = options;
  const names = uniqueNames(inputs.map((input) => memoFileName(input, 'docx')));
  const [font, printer] = await Promise.all([embeddedFont(), openPdfPrinter().catch(failureOf)]);
  const written: Written = { word: [], pdf: [], noPdf: printer instanceof Failure ? printer : null };
  try {
    await mkdir(out, { recursive: true });
    for (const [index, input] of inputs.entries()) {
      signal.throwIfAborted();
      report.step(`Writing memoranda: ${index + 1} of ${inputs.length}, ${input.person.name}`);
      const memo = buildMemo(input, drafts.get(input.person.id) ?? newDraft(input));
      const word = names[index] ?? memoFileName(input, 'docx');
      const pdf = word.replace(/docx$/, 'pdf');
      const [wordBytes, pdfBytes] = await Promise.all([
        docxBytes([memo]),
        printer instanceof Failure ? null : printer.print(memoHtml(memo, { paper, css: font })),
      ]);
      await writeFile(join(out, word), wordBytes);
      written.word.push(word);
      if (pdfBytes) {
        await writeFile(join(out, pdf), pdfBytes);
        written.pdf.push(pdf);
      }
    }
    return written;
  } catch (cause) {
    throw machineFailure(cause, out);
  } finally {
    report.done();
    if (!(printer instanceof Failure)) await printer.close();
  }
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  throw thrown;
}
