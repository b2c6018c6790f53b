import type { Component } from 'svelte';

/**
 * A heavy part of a page that its first view does without: what opens when it is pressed, or lies further down and comes
 * when a reader comes near, prints, or when nothing else is to be done.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever properties the part takes
export class Later<Part extends Component<any>> {
  part = $state.raw<Part>();
  /** Why it did not come, as a sentence; null while nothing is wrong. */
  problem = $state<string | null>(null);
  readonly #load: () => Promise<{ default: Part }>;
  readonly #name: string;

  /** @param name how a sentence about it begins: 'Source tables' */
  constructor(name: string, load: () => Promise<{ default: Part }>) {
    this.#name = name;
    this.#load = load;
  }

  come = async (): Promise<void> => {
    try {
      this.part ??= (await this.#load()).default;
      this.problem = null;
    } catch {
      this.problem = `${this.#name} could not be loaded. Try again, or reload the page.`;
    }
  };
}
