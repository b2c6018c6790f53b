import { formatDate } from '../calendar/date.ts';
import type { Manifest } from '../export/manifest.ts';
import type { Dataset } from './dataset.svelte.ts';

/** Milliseconds between two looks at the host by a tab that is only come back to. */
const pause = 60_000;

/** What of the page is watched: that it is seen again. */
type Page = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/**
 * What an open tab knows of a newer export on the host. It offers it, and never switches by itself: whoever reads goes on
 * with numbers that belong together until they ask for others.
 */
export class NewerData {
  /** What is on the host in place of what is shown: an export, or the date of one that only a reloaded page can draw. */
  #found = $state.raw<Manifest | { reload: string } | null>(null);
  readonly #dataset: Dataset;
  /** When the host was last asked, in milliseconds since 1970; a page asks first when it is loaded. */
  #askedAt = performance.timeOrigin;
  #looking: Promise<void> | null = null;

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  /** What is said of it, in one or two sentences; null while there is nothing to say. */
  get sentence(): string | null {
    const found = this.#found;
    if (found === null) return null;
    const { manifest, missed } = this.#dataset;
    if ('reload' in found) {
      return `The site on the host has changed. Reload the page to see its data, as of ${formatDate(found.reload)}.`;
    }
    // An earlier export may have been put back.
    const which = found.exported_at > manifest.exported_at ? 'Newer' : 'Other';
    const gone =
      missed > 0
        ? ' Files of the data shown here are no longer there: what has not been fetched yet will not come.'
        : '';
    return `${which} data, as of ${formatDate(found.as_of)}, are on the host.${gone}`;
  }

  /** What the button beside it says. */
  get action(): string {
    return this.#found && 'reload' in this.#found ? 'Reload the page' : 'Show them';
  }

  /** Looks whenever the page is seen again, though not more than once a minute; call it in an effect, which it ends with. */
  watch(page: Page): () => void {
    const seen = () => {
      const due = Date.now() - this.#askedAt >= pause;
      if (page.visibilityState === 'visible' && due) void this.look();
    };
    seen();
    page.addEventListener('visibilitychange', seen);
    return () => page.removeEventListener('visibilitychange', seen);
  }

  /** Looks at once. A host that cannot be reached, or says nothing that can be read, changes nothing. */
  look(): Promise<void> {
    this.#askedAt = Date.now();
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #look(): Promise<void> {
    const found = await this.#dataset.lookUp('no-store');
    if (found === null) return;
    if ('problem' in found) {
      if (found.other !== undefined) this.#found = { reload: found.other };
      return;
    }
    const { manifest } = found;
    if (manifest.version !== this.#dataset.manifest.version) {
      this.#found = manifest;
      return;
    }
    this.#found = null;
    // What is shown is what the host has: whatever could not be looked up before was this.
    this.#dataset.show(manifest);
  }

  /** Shows what was offered; resolves when it is also what the host was last asked for as a page that is loaded asks. */
  async accept(reload: () => void): Promise<void> {
    const found = this.#found;
    if (found === null) return;
    if ('reload' in found) return reload();
    this.#found = null;
    this.#dataset.show(found);
    // From now on it is the one to be kept for use without the network.
    const again = await this.#dataset.lookUp();
    if (again && 'manifest' in again) this.#dataset.show(again.manifest);
  }
}
