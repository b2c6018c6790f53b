/** What a download says about itself, whatever its format: a file outlives the page it came from. */
export interface About {
  readonly title: string;
  /** Named facts, in the order they are written. */
  readonly facts: readonly Fact[];
}

export interface Fact {
  readonly name: string;
  readonly text: string;
}

export interface AboutOptions {
  title: string;
  /** Measure, population, period: the line under the title. */
  shows?: string | undefined;
  definition?: string | undefined;
  /** Version of the data the rows were counted on; the view's without it. */
  version?: string | null | undefined;
}

/** The facts as lines of text, the title first. */
export function aboutLines({ title, facts }: About): string[] {
  return [title, ...facts.map(({ name, text }) => `${name}: ${text}`)];
}
