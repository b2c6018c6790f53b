import type { BrowserStorage } from './storage.ts';

/** What a browser keeps for a site, until it is full. */
export class MemoryStorage implements BrowserStorage {
  full = false;
  readonly #kept = new Map<string, string>();

  get length(): number {
    return this.#kept.size;
  }

  keys(): string[] {
    return [...this.#kept.keys()];
  }

  key(index: number): string | null {
    return this.keys()[index] ?? null;
  }

  getItem(key: string): string | null {
    return this.#kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    this.#kept.set(key, value);
  }

  removeItem(key: string): void {
    this.#kept.delete(key);
  }

  clear(): void {
    this.#kept.clear();
  }
}
