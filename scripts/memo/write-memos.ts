import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildMemo } from '../../src/lib/documents/memo/build.ts';
import { canonicalJson } from '../../src/lib/documents/memo/canonical-json.ts';
import { disputeLog } from '../../src/lib/documents/memo/disputes.ts';
import { newDraft, sealedOf, type MemoDraft } from '../../src/lib/documents/memo/draft.ts';
import { memoFileName, uniqueNames } from '../../src/lib/documents/file-name.ts';
import type { MemoInput } from '../../src/lib/documents/memo/input.ts';
import { isUnaltered } from '../../src/lib/documents/memo/seal.ts';
import { sealedDocument } from '../../src/lib/documents/memo/sealed-document.ts';
import { memoDocxBytes, type PaperMemo } from '../../src/lib/documents/memo/sealed-file.ts';
import { memoHtml } from '../../src/lib/documents/html.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';
import { embeddedFont, openPdfPrinter } from './pdf.ts';
import { withAttachment } from './pdf-attachment.ts';

export interface WriteOptions {
  out: string;
  paper: 'Letter' | 'A4';
  drafts: ReadonlyMap<string, MemoDraft>;
  /** Those of the quarter before, which leave something to look at again. */
  before: ReadonlyMap<string, MemoDraft>;
  report: Report;
  signal: AbortSignal;
}

export interface Written {
  word: string[];
  pdf: string[];
  /** Why there are no PDFs, where there are none; the Word files are made all the same. */
  noPdf: Failure | null;
}

/**
 * Writes the Word and PDF file of every memorandum, and of its dispute log where there is one. One that is final is
 * written as it was sealed.
 */
export async function writeMemos(inputs: readonly MemoInput[], options: WriteOptions): Promise<Written> {
  const { out, paper, report, signal } = options;
  const papers = await papersOf(inputs, options);
  const names = uniqueNames(papers.map(({ file }) => file));
  const [font, printer] = await Promise.all([embeddedFont(), openPdfPrinter().catch(failureOf)]);
  const written: Written = { word: [], pdf: [], noPdf: printer instanceof Failure ? printer : null };
  try {
    await mkdir(out, { recursive: true });
    for (const [index, { file, paper: memo }] of papers.entries()) {
      signal.throwIfAborted();
      report.step(`Writing memoranda: ${index + 1} of ${papers.length}, ${memo.document.title}`);
      const word = names[index] ?? file;
      const pdf = word.replace(/docx$/, 'pdf');
      const [wordBytes, pdfBytes] = await Promise.all([
        memoDocxBytes([memo]),
        printer instanceof Failure ? null : printer.print(memoHtml(memo.document, { paper, css: font })),
      ]);
      await writeFile(join(out, word), wordBytes);
      written.word.push(word);
      if (pdfBytes) {
        const seal = memo.sealed ? canonicalJson(memo.sealed) : null;
        await writeFile(join(out, pdf), seal === null ? pdfBytes : withAttachment(pdfBytes, seal));
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

interface Paper {
  file: string;
  paper: PaperMemo;
}

/** The documents of everybody, each with the name of its Word file. Fails where a sealed one was altered. */
async function papersOf(
  inputs: readonly MemoInput[],
  { drafts, before }: Pick<WriteOptions, 'drafts' | 'before'>,
): Promise<Paper[]> {
  const papers: Paper[] = [];
  for (const input of inputs) {
    const { person, period, marking } = input;
    const draft = drafts.get(person.id) ?? newDraft(input);
    const sealed = sealedOf(draft);
    if (sealed && !(await isUnaltered(sealed))) {
      throw new Failure(`The memorandum of ${person.name} was altered after it was sealed. Nothing was written.`, {
        exitCode: exitCodes.altered,
      });
    }
    const document = sealed
      ? sealedDocument(sealed)
      : buildMemo(input, draft, { before: before.get(person.id) ?? null });
    const file = memoFileName(input, 'docx');
    papers.push({ file, paper: { document, sealed } });
    const log = disputeLog(draft, { name: person.name, quarter: period.short, marking });
    if (log) papers.push({ file: file.replace(/\.docx$/, '-disputes.docx'), paper: { document: log, sealed: null } });
  }
  return papers;
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  throw thrown;
}
