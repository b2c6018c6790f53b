import { DraftStore } from '../documents/memo/draft-store.ts';
import {
  newDraft,
  type Addressees,
  type Dispute,
  type DraftSubject,
  type MemoDraft,
  type TextKey,
} from '../documents/memo/draft.ts';
import type { MemoInput } from '../documents/memo/input.ts';
import { filledIn } from '../documents/memo/prefill.ts';

/** A memorandum nobody has begun. The same coordinator writes them all: who sent the last one sends this one. */
export function freshDraft(input: DraftSubject, store: DraftStore): MemoDraft {
  const fresh = newDraft(input);
  const last = [...store.all(input.period.id).values()].sort((a, b) => (a.updated < b.updated ? 1 : -1))[0];
  if (!last) return fresh;
  const { from, through } = last.addressees;
  return { ...fresh, addressees: { ...fresh.addressees, from, through } };
}

/**
 * A memorandum being written: every change is kept in this browser at once, as far as it allows. Words can be written
 * before the figures are there.
 */
export class DraftEditor {
  /** Replaced whole; the preview follows it. */
  draft = $state.raw() as MemoDraft;
  /** Whether anybody has written in it. */
  started = $state(false);
  /** Why the browser did not keep it, as a sentence. */
  problem = $state<string | null>(null);
  /** Null until they have been read or counted. */
  input = $state.raw<MemoInput | null>(null);
  readonly #store: DraftStore;
  #subject: DraftSubject;
  readonly #filled = $derived(this.input && filledIn(this.input));

  constructor(subject: DraftSubject, store: DraftStore) {
    this.#subject = subject;
    this.#store = store;
    this.#read();
  }

  /** The figures are there, with whom the memorandum is for: the name stands unless somebody has written another. */
  takeFigures(input: MemoInput): void {
    this.#subject = input;
    this.input = input;
    if (!this.started) return this.#read();
    const { addressees, status } = this.draft;
    if (addressees.for === '' && status === 'draft' && this.draft.sealed.length === 0)
      this.draft = { ...this.draft, addressees: { ...addressees, for: newDraft(input).addressees.for } };
  }

  /** The coordinator's own words. */
  text(key: TextKey): string {
    return this.draft.texts[key] ?? '';
  }

  /** The sentences of the figures, which follow the data whatever was written; null while there are no figures. */
  filled(key: TextKey): string | null {
    return this.#filled?.[key] ?? null;
  }

  isLeftOut(key: TextKey): boolean {
    return this.draft.leftOut.includes(key);
  }

  write(key: TextKey, text: string): void {
    const texts = { ...this.draft.texts, [key]: text };
    this.#change({ texts });
  }

  /** Prints the sentences of the figures, or leaves them out. */
  leaveOut(key: TextKey, out: boolean): void {
    const others = this.draft.leftOut.filter((item) => item !== key);
    this.#change({ leftOut: out ? [...others, key] : others });
  }

  followUp(followUps: string): void {
    this.#change({ followUps });
  }

  address(changes: Partial<Addressees>): void {
    this.#change({ addressees: { ...this.draft.addressees, ...changes } });
  }

  date(changes: Partial<Pick<MemoDraft, 'date' | 'discussed'>>): void {
    this.#change(changes);
  }

  /**
   * Marks it final: every word and figure of it is sealed as it stands.
   * @param before the memorandum of the quarter before
   */
  async finish(source: string, before: MemoDraft | null): Promise<void> {
    const { draft, input } = this;
    if (!input) return;
    const { sealMemo } = await import('../documents/memo/seal.ts');
    const sealed = await sealMemo(input, draft, { source, now: new Date(), before });
    // Whoever went on writing meanwhile has not marked that final.
    if (draft === this.draft) this.#change({ status: 'finished', sealed: [...draft.sealed, sealed] });
  }

  /** Opens a final memorandum for one that takes its place; what was signed is kept. */
  amend(): void {
    this.#change({});
  }

  /** Gives an amendment up: the memorandum that was signed is in force again. */
  goBack(): void {
    if (this.draft.sealed.length > 0) this.#change({ status: 'finished' });
  }

  /** Disputes are no part of what is signed: they change while a memorandum is final. */
  setDisputes(disputes: readonly Dispute[]): void {
    this.#change({ disputes, status: this.draft.status });
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
    const { person, period } = this.#subject;
    const kept = this.#store.read(person.id, period.id);
    this.draft = kept ?? freshDraft(this.#subject, this.#store);
    this.started = kept !== null;
  }

  #change(changes: Partial<MemoDraft>): void {
    const dataVersion = changes.texts ? this.#subject.dataVersion : this.draft.dataVersion;
    this.draft = { ...this.draft, dataVersion, ...changes, updated: new Date().toISOString() };
    // Whoever changes a final memorandum writes the one that takes its place.
    if (changes.status === undefined) this.draft = { ...this.draft, status: 'draft' };
    this.started = true;
    this.#keep();
  }

  #keep(): void {
    const kept = this.#store.write(this.draft);
    this.problem = kept.ok ? null : kept.reason;
  }
}
