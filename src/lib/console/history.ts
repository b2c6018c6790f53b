import { KeptTexts, type BrowserStorage } from '../browser/storage.ts';

/** A query this browser has run. */
export interface Ran {
  sql: string;
  /** ISO date and time. */
  at: string;
  rows: number;
  milliseconds: number;
}

const most = 30;
/** Longer texts are not kept: a browser gives a site a few megabytes for everything. */
const longest = 20_000;

/** Queries kept in this browser, the latest first, one of each text. What a browser refuses to keep is not kept. */
export class QueryHistory {
  readonly #key: string;
  readonly #kept: KeptTexts;

  constructor(source: string, storage?: () => BrowserStorage) {
    this.#key = JSON.stringify(['caseboard queries', source]);
    this.#kept = new KeptTexts(storage);
  }

  all(): Ran[] {
    try {
      const found: unknown = JSON.parse(this.#kept.read(this.#key) ?? '[]');
      return Array.isArray(found) ? found.filter(isRan) : [];
    } catch {
      return [];
    }
  }

  /** Puts a query at the top; gives back the list as it now is. */
  add(ran: Ran): Ran[] {
    const list = [ran, ...this.all().filter(({ sql }) => sql !== ran.sql)].slice(0, most);
    const kept = list.filter(({ sql }) => sql.length <= longest);
    // In a private window, or with a full disk, the list lasts as long as the page.
    this.#kept.write(this.#key, JSON.stringify(kept));
    return list;
  }

  clear(): void {
    this.#kept.remove(this.#key);
  }
}

function isRan(value: unknown): value is Ran {
  const { sql, at, rows, milliseconds } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof sql === 'string' && typeof at === 'string' && typeof rows === 'number' && typeof milliseconds === 'number'
  );
}
