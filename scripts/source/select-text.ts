import { exitCodes, Failure } from '../terminal/failure.ts';

/**
 * The text of a SELECT file. Throws a Failure where it is not UTF-8 or holds a null character, as a file saved as
 * "Unicode" (UTF-16) does: an engine would read it only up to there, and run something else than what stands in it.
 */
export function selectText(file: string, bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // The same sentence as for a null character.
  }
  throw new Failure(`${file} is not plain text in UTF-8. Save it as UTF-8 and run the command again.`, {
    exitCode: exitCodes.source,
  });
}
