import { KeptTexts, type BrowserStorage, type Kept } from '../../browser/storage.ts';
import { decodeDrafts, encodeDrafts } from './draft-file.ts';
import type { MemoDraft } from './draft.ts';

const prefix = 'caseboard memo';

/**
 * The drafts kept in this browser, each under its source, person and quarter. Private windows, full disks and policies
 * refuse storage: then the words stay on the page, and the reason is said.
 */
export class DraftStore {
  readonly #source: string;
  readonly #kept: KeptTexts;

  constructor(source: string, storage?: () => BrowserStorage) {
    this.#source = source;
    this.#kept = new KeptTexts(storage);
  }

  read(staff: string, period: string): MemoDraft | null {
    return this.#decode(this.#kept.read(this.keyOf(staff, period)) ?? null);
  }

  /** Every draft of a quarter, by staff id. */
  all(period: string): Map<string, MemoDraft> {
    const found = new Map<string, MemoDraft>();
    // What cannot be read counts as not started; writing will say why.
    for (const key of this.#kept.keys()) {
      if (!key.startsWith(JSON.stringify([prefix, this.#source]).slice(0, -1))) continue;
      const draft = this.#decode(this.#kept.read(key) ?? null);
      if (draft?.period === period) found.set(draft.staff, draft);
    }
    return found;
  }

  write(draft: MemoDraft): Kept {
    const content = encodeDrafts({ source: this.#source, drafts: [draft] });
    const written = this.#kept.write(this.keyOf(draft.staff, draft.period), content);
    if (written.ok) return written;
    return {
      ok: false,
      reason: `This browser did not keep the draft: ${written.reason}. Save it as a file before you close the page.`,
    };
  }

  remove(staff: string, period: string): void {
    this.#kept.remove(this.keyOf(staff, period));
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
