import { DraftStore } from '../documents/memo/draft-store.ts';
import { newDraft, type Addressees, type MemoDraft, type TextKey } from '../documents/memo/draft.ts';
import type { MemoInput } from '../documents/memo/input.ts';
import { filledIn } from '../documents/memo/prefill.ts';

/** A memorandum being written: every change is kept in this browser at once, as far as it allows. */
export class DraftEditor {
  /** Replaced whole; the preview follows it. */
  draft = $state.raw() as MemoDraft;
  /** Whether anybody has written in it. */
  started = $state(false);
  /** Why the browser did not keep it, as a sentence. */
  problem = $state<string | null>(null);
  readonly input: MemoInput;
  readonly #store: DraftStore;

  constructor(input: MemoInput, store: DraftStore) {
    this.input = input;
    this.#store = store;
    this.#read();
  }

  /** The text of a field: the coordinator's, or the one filled in. */
  text(key: TextKey): string {
    return this.draft.texts[key] ?? filledIn(this.input)[key];
  }

  isOwn(key: TextKey): boolean {
    return this.draft.texts[key] !== undefined;
  }

  write(key: TextKey, text: string): void {
    const texts = { ...this.draft.texts, [key]: text };
    this.#change({ texts });
  }

  /** Goes back to the text filled in from the figures. */
  reset(key: TextKey): void {
    const texts = { ...this.draft.texts };
    delete texts[key];
    this.#change({ texts });
  }

  address(changes: Partial<Addressees>): void {
    this.#change({ addressees: { ...this.draft.addressees, ...changes } });
  }

  date(changes: Partial<Pick<MemoDraft, 'date' | 'discussed'>>): void {
    this.#change(changes);
  }

  setStatus(status: MemoDraft['status']): void {
    this.#change({ status });
  }

  /** Takes a draft from a file in place of this one. */
  replace(draft: MemoDraft): void {
    this.draft = draft;
    this.started = true;
    this.#keep();
  }

  discard(): void {
    this.#store.remove(this.draft.staff, this.draft.period);
    this.#read();
  }

  /** Reads it again when another tab has changed it. */
  follow(event: StorageEvent): void {
    if (event.key === null || event.key === this.#store.keyOf(this.draft.staff, this.draft.period)) this.#read();
  }

  #read(): void {
    const { person, period } = this.input;
    const kept = this.#store.read(person.id, period.id);
    this.draft = kept ?? { ...newDraft(this.input), addressees: this.#addressees() };
    this.started = kept !== null;
  }

  /** The same coordinator writes them all: who sent the last one sends this one. */
  #addressees(): Addressees {
    const fresh = newDraft(this.input).addressees;
    const last = [...this.#store.all(this.input.period.id).values()].sort((a, b) =>
      a.updated < b.updated ? 1 : -1,
    )[0];
    return last ? { ...fresh, from: last.addressees.from, through: last.addressees.through } : fresh;
  }

  #change(changes: Partial<MemoDraft>): void {
    const dataVersion = changes.texts ? this.input.dataVersion : this.draft.dataVersion;
    this.draft = { ...this.draft, dataVersion, ...changes, updated: new Date().toISOString() };
    // Whoever changes a finished memorandum has it open again.
    if (changes.status === undefined) this.draft = { ...this.draft, status: 'draft' };
    this.started = true;
    this.#keep();
  }

  #keep(): void {
    const kept = this.#store.write(this.draft);
    this.problem = kept.ok ? null : kept.reason;
  }
}
