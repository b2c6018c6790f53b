import { execFileSync } from 'node:child_process';

/** A PDF as text, the way somebody reads it: pages apart, all spaces alike. */
export function pdfPages(file: string): string[] {
  return read('pdftotext', '-layout', file, '-').split('\f').slice(0, -1).map(plain);
}

/** The words of a PDF in the order they were written, cell by cell. */
export function pdfWords(file: string): string {
  return read('pdftotext', file, '-');
}

/** Size of its pages, title and the like, as `pdfinfo` lists them. */
export function pdfFacts(file: string): string {
  return read('pdfinfo', file);
}

/** The files attached to a PDF, as `pdfdetach` lists them. */
export function pdfAttachments(file: string): string {
  return read('pdfdetach', '-list', file);
}

/** All spaces alike, narrow ones and line ends included. */
export function plain(text: string): string {
  return text.replace(/[\s\u202f]+/g, ' ');
}

function read(program: 'pdftotext' | 'pdfinfo' | 'pdfdetach', ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' });
}
