/**
 * A failure written for the person who runs the command: what went wrong, where, and what to do. Anything else that
 * is thrown is a defect and shows its stack.
 */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Exit codes of the command line; each means one thing. */
export const exitCodes = {
  ok: 0,
  /** The source, its files or its rows are not right. */
  source: 2,
  /** The command was not understood. */
  usage: 3,
  /** The disk, permissions or another part of the machine refused. */
  machine: 4,
  /** Nothing has to be mended: the agency's database was stopped, busy or not reached. */
  later: 5,
  /** `memo verify`, which asks no database: figures of a signed memorandum are other ones in the data in place. */
  restated: 5,
  /** A signed memorandum was altered after it was sealed. */
  altered: 6,
  /** Cancelled from the keyboard. */
  cancelled: 130,
} as const;

/** The text of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

const machineTroubles: [pattern: RegExp, sentence: (path: string) => string][] = [
  [
    /no space left on device|ENOSPC|disk full|EFBIG|file too large/i,
    (path) =>
      `The disk is full: ${path} could not be written. Free some space, or choose another folder with --out, and run the command again.`,
  ],
  [
    // A database refuses tables and schemas, "permission denied for table x": its own words say more.
    /permission denied(?! for )|EACCES|EPERM/i,
    (path) =>
      `No permission for ${path}. Grant this user access to it, or choose another folder, and run the command again.`,
  ],
  [
    /out of memory error|bad_alloc|cannot allocate memory|ENOMEM/i,
    () =>
      'There is not enough memory for this. Run it while less else runs, on a machine with more memory, or with a shorter ' +
      'history (history_from in source.json); docs/scale.md says how much an export takes.',
  ],
  [/read-only file system|EROFS/i, (path) => `${path} is on a read-only disk. Choose another folder with --out.`],
];

/**
 * Turns a refusal of the operating system into a sentence that names the path; passes everything else through.
 * The last quoted path in the engine's own message, if there is one, is named instead of `path`.
 */
export function machineFailure(thrown: unknown, path: string): unknown {
  const message = messageOf(thrown);
  for (const [pattern, sentence] of machineTroubles) {
    if (pattern.test(message)) {
      const named = /"([^"]*\/[^"]+)"/.exec(message)?.[1] ?? path;
      return new Failure(sentence(named), { exitCode: exitCodes.machine, cause: thrown });
    }
  }
  return thrown;
}
