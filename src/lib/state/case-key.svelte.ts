/** A case behind its pseudonym, as the key file says. */
export interface KeyedCase {
  pseudonym: string;
  number: string;
  facility: string | null;
}

const head = ['pseudonym', 'number', 'person', 'facility_id'];

/**
 * The agency's own numbers of cases, from a file `caseboard key` made and a reader opened from disk. They are kept in
 * memory only, for as long as the page is open: whatever is linked or stored goes by pseudonyms, and so does what
 * is saved or printed, unless the reader asks for numbers in that one file.
 */
export class CaseKey {
  #cases = $state.raw<ReadonlyMap<string, KeyedCase>>(new Map());
  readonly #byNumber = $derived(new Map([...this.#cases.values()].map((each) => [normal(each.number), each])));

  /** Cases it explains; 0 while no key is open. */
  get size(): number {
    return this.#cases.size;
  }

  /** Takes up the rows of a key file. Returns what is wrong with it, as a sentence; null where nothing is. */
  open(rows: readonly (readonly string[])[]): string | null {
    if (rows[0]?.join() !== head.join()) {
      return 'This is no key file: its first line is not “pseudonym,number,person,facility_id”. “caseboard key” makes one.';
    }
    const cases = rows.slice(1).filter(([pseudonym, number]) => Boolean(pseudonym) && Boolean(number));
    if (cases.length === 0) return 'The key file explains no case.';
    this.#cases = new Map(
      cases.map(([pseudonym = '', number = '', , facility = '']) => [
        pseudonym,
        { pseudonym, number, facility: facility === '' ? null : facility },
      ]),
    );
    return null;
  }

  close(): void {
    this.#cases = new Map();
  }

  /** The agency's number of a case; null where the key does not know it, or none is open. */
  numberOf(pseudonym: string | null): string | null {
    return (pseudonym === null ? null : this.#cases.get(pseudonym)?.number) ?? null;
  }

  /** The case of a number, however it is spaced or written in capitals. */
  find(number: string): KeyedCase | null {
    return this.#byNumber.get(normal(number)) ?? null;
  }
}

const normal = (number: string): string => number.replace(/[\s-]/g, '').toUpperCase();
