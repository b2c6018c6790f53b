import { KeptTexts, type BrowserStorage, type Kept } from '../../browser/storage.ts';
import { maxNameLength, type SavedView } from './saved-view.ts';
import { decodeViews, encodeViews } from './view-file.ts';

/**
 * The views saved in this browser, newest first; why one was not kept is said. Each change reads what is kept first, so that another tab's views are not lost.
 */
export class ViewStore {
  readonly #source: string;
  readonly #kept: KeptTexts;

  constructor(source: string, storage?: () => BrowserStorage) {
    this.#source = source;
    this.#kept = new KeptTexts(storage);
  }

  get key(): string {
    return JSON.stringify(['caseboard views', this.#source]);
  }

  /** Every view, and why some or all could not be read. */
  all(): { views: SavedView[]; problem: string | null } {
    const content = this.#kept.read(this.key);
    if (content === undefined) {
      return {
        views: [],
        problem: 'This browser does not allow this site to store anything, so no view is kept here.',
      };
    }
    if (content === null) return { views: [], problem: null };
    const read = decodeViews(content);
    if ('error' in read) return { views: [], problem: `The views kept in this browser cannot be read. ${read.error}` };
    return { views: read.views, problem: read.left[0] ?? null };
  }

  add(view: Omit<SavedView, 'id' | 'saved'>, now = new Date()): Kept {
    const id = `${now.getTime().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    return this.#write([{ id, ...view, name: tidy(view.name), saved: now.toISOString() }, ...this.all().views]);
  }

  rename(id: string, name: string): Kept {
    return this.#write(this.all().views.map((view) => (view.id === id ? { ...view, name: tidy(name) } : view)));
  }

  remove(id: string): Kept {
    return this.#write(this.all().views.filter((view) => view.id !== id));
  }

  export(): string {
    return encodeViews(this.#source, this.all().views);
  }

  /** Takes up the views of a file. Those already here stay as they are. The words say what was kept and what was not. */
  import(content: string): { kept: boolean; words: string[] } {
    const read = decodeViews(content);
    if ('error' in read) return { kept: false, words: [`${read.error} Nothing was changed.`] };
    if (read.source !== this.#source) {
      return {
        kept: false,
        words: [
          `The views belong to the data of “${read.source}”; this site shows “${this.#source}”. Nothing was changed.`,
        ],
      };
    }
    const before = this.all().views;
    const fresh = read.views.filter(({ id }) => !before.some((view) => view.id === id));
    const written = this.#write([...fresh, ...before]);
    if (!written.ok) return { kept: false, words: [written.reason] };
    const known = read.views.length - fresh.length;
    const added = `${fresh.length === 0 ? 'No view was' : fresh.length === 1 ? 'One view was' : `${fresh.length} views were`} added.`;
    const same =
      known === 0 ? [] : [`${known === 1 ? 'One was' : `${known} were`} here already and stayed as they are.`];
    return { kept: true, words: [added, ...same, ...read.left] };
  }

  #write(views: readonly SavedView[]): Kept {
    const written = this.#kept.write(this.key, encodeViews(this.#source, views));
    if (written.ok) return written;
    return { ok: false, reason: `This browser did not keep the view: ${written.reason}. Copy the link instead.` };
  }
}

function tidy(name: string): string {
  return name.trim().slice(0, maxNameLength) || 'Without a name';
}
