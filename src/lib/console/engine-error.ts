/** What DuckDB said, without its trappings. */
export interface EngineComplaint {
  /** A sentence or two. */
  text: string;
  /** The line of the statement it points at, from 1. */
  line: number | null;
  /** The table it does not know. */
  table: string | null;
}

/**
 * Reads a message of DuckDB: 'Binder Error: Referenced column "zz" not found in FROM clause!\nCandidate bindings:
 * "a"\n\nLINE 2:   zz from t\n          ^'.
 */
export function readComplaint(message: string): EngineComplaint {
  const bare = message.replace(/^The query failed: /, '');
  const place = /\n\s*LINE (\d+):[^]*$/.exec(bare);
  const said = (place ? bare.slice(0, place.index) : bare).replace(/^(?:[A-Z][\w ]{2,40} Error:\s*)+/, '').trim();
  const table = /^Table with name (\S+) does not exist/.exec(said)?.[1] ?? null;
  const lines = said
    // A function's other signatures are a page long and help nobody who wrote the wrong column.
    .replace(/\n\s*Candidate functions:[^]*$/, '')
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^Did you mean "(?:pg|duckdb|sqlite)_\w+/.test(line));
  return { text: lines.map(asSentence).join(' '), line: place ? Number(place[1]) : null, table };
}

function asSentence(line: string): string {
  const text = line.charAt(0).toUpperCase() + line.slice(1).replace(/!$/, '.');
  return /[.:?,]$/.test(text) ? text : `${text}.`;
}

/** The name of a list nearest to one that was mistyped; null where none is near. */
export function nearestName(wanted: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(wanted.toLowerCase(), name);
    if (distance >= least) continue;
    least = distance;
    best = name;
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
