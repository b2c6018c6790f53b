/**
 * What would steer a terminal or hide what a line says: control characters (escape sequences begin with one), marks
 * that turn the direction of what follows, and characters without width. Joiners stay; some scripts need them.
 */
const steering = /(?!\r?\n|\t)[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** A text for a person at a terminal: names are of the agency's data, and show what they hold instead of acting. */
export function plainText(text: string): string {
  return text.replace(steering, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Writes to standard output for people. */
export function print(text: string): void {
  process.stdout.write(plainText(text));
}

/** Writes to standard output what another program reads: as it is, unless it goes to a terminal. */
export function printData(text: string): void {
  process.stdout.write(process.stdout.isTTY ? plainText(text) : text);
}

let listening = false;

/**
 * A reader that has seen enough (`| head`) closes the pipe. That is no failure: what is still said is said to nobody,
 * and the work goes on to its end, so that an export is not left half made because its report was cut.
 */
export function surviveClosedPipes(): void {
  if (listening) return;
  listening = true;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    });
  }
}
