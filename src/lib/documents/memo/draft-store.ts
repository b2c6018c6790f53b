import { decodeDrafts, encodeDrafts } from './draft-file.ts';
import type { MemoDraft } from './draft.ts';

/** The part of Storage that drafts need; tests hand over a map, and a browser may refuse any of it. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export type Kept = { ok: true } | { ok: false; reason: string };

const prefix = 'caseboard memo';

/**
 * The drafts kept in this browser, each under its source, person and quarter. Private windows, full disks and policies
 * refuse storage: then the words stay on the page, and the reason is said.
 */
export class DraftStore {
  readonly #source: string;
  readonly #storage: () => DraftStorage;

  /** @param storage looked up on every use, as merely naming it can throw where a policy forbids it */
  constructor(source: string, storage: () => DraftStorage = () => localStorage) {
    this.#source = source;
    this.#storage = storage;
  }

  read(staff: string, period: string): MemoDraft | null {
    try {
      return this.#decode(this.#storage().getItem(this.keyOf(staff, period)));
    } catch {
      return null;
    }
  }

  /** Every draft of a quarter, by staff id. */
  all(period: string): Map<string, MemoDraft> {
    const found = new Map<string, MemoDraft>();
    try {
      const storage = this.#storage();
      for (let index = 0; index < storage.length; index += 1) {
        const key = storage.key(index);
        if (!key?.startsWith(JSON.stringify([prefix, this.#source]).slice(0, -1))) continue;
        const draft = this.#decode(storage.getItem(key));
        if (draft?.period === period) found.set(draft.staff, draft);
      }
    } catch {
      // What cannot be read counts as not started; writing will say why.
    }
    return found;
  }

  write(draft: MemoDraft): Kept {
    try {
      const content = encodeDrafts({ source: this.#source, drafts: [draft] });
      this.#storage().setItem(this.keyOf(draft.staff, draft.period), content);
      return { ok: true };
    } catch (error) {
      const full = error instanceof Error && /quota/i.test(error.name);
      const reason = full ? 'its storage is full' : 'it does not allow this site to store anything';
      return {
        ok: false,
        reason: `This browser did not keep the draft: ${reason}. Save it as a file before you close the page.`,
      };
    }
  }

  remove(staff: string, period: string): void {
    try {
      this.#storage().removeItem(this.keyOf(staff, period));
    } catch {
      // Nothing was kept that could be removed.
    }
  }

  keyOf(staff: string, period: string): string {
    return JSON.stringify([prefix, this.#source, staff, period]);
  }

  #decode(content: string | null): MemoDraft | null {
    if (content === null) return null;
    const read = decodeDrafts(content);
    return 'error' in read ? null : (read.drafts[0] ?? null);
  }
}
