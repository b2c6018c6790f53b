/** The part of Storage the site needs; tests hand over a map. */
export type BrowserStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Whether a text was kept, and why not: 'its storage is full'. */
export type Kept = { ok: true } | { ok: false; reason: string };

/**
 * What this browser keeps for the site, text by text. Private windows, full disks and policies refuse it: nothing here
 * throws, and writing says why.
 */
export class KeptTexts {
  readonly #storage: () => BrowserStorage;

  /** @param storage looked up on every use, as merely naming it can throw where a policy forbids it */
  constructor(storage: () => BrowserStorage = () => localStorage) {
    this.#storage = storage;
  }

  /** The text under a key: null where there is none, undefined where the browser refuses to say. */
  read(key: string): string | null | undefined {
    try {
      return this.#storage().getItem(key);
    } catch {
      return undefined;
    }
  }

  /** Every key; none where the browser refuses to say. */
  keys(): string[] {
    try {
      const storage = this.#storage();
      return Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((key) => key !== null);
    } catch {
      return [];
    }
  }

  write(key: string, text: string): Kept {
    try {
      this.#storage().setItem(key, text);
      return { ok: true };
    } catch (error) {
      const full = error instanceof Error && /quota/i.test(error.name);
      return { ok: false, reason: full ? 'its storage is full' : 'it does not allow this site to store anything' };
    }
  }

  remove(key: string): void {
    try {
      this.#storage().removeItem(key);
    } catch {
      // Nothing was kept that could be removed.
    }
  }
}
