import { plainText } from './print.ts';

/**
 * What a long command says while it works: one live line on a terminal, plain lines elsewhere. Cancelling is Ctrl-C,
 * handed on as an AbortSignal.
 */
export interface Report {
  /** A step has begun; on a terminal it replaces the line of the one before. */
  step(text: string): void;
  /** Something to keep: a table's counts, a warning, a result. */
  line(text: string): void;
  /** Ends the live line. */
  done(): void;
}

export const silent: Report = { step: () => {}, line: () => {}, done: () => {} };

/** The same report, except that its next step throws once the signal has been given: between two statements as well. */
export function cancellable(report: Report, signal: AbortSignal | undefined): Report {
  return {
    ...report,
    step(text) {
      signal?.throwIfAborted();
      report.step(text);
    },
  };
}

export function terminalReport(stream: NodeJS.WriteStream = process.stderr): Report {
  const live = stream.isTTY === true;
  let open = false;
  const clear = () => {
    if (live && open) stream.write('\r\x1b[2K');
    open = false;
  };
  return {
    step(text) {
      clear();
      if (live) stream.write(`… ${plainText(text)}`);
      else stream.write(`${plainText(text)}\n`);
      open = true;
    },
    line(text) {
      clear();
      stream.write(`${plainText(text)}\n`);
    },
    done: clear,
  };
}
