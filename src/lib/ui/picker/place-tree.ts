/** A place a reader can choose, in tree order: parents before children. */
export interface PlaceOption {
  /** What goes into the link: 'agency', 'region=R1', 'facility=F03', 'unit=U031'. */
  readonly value: string;
  readonly label: string;
  /** 0 agency, 1 region, 2 institution, 3 unit. */
  readonly depth: number;
  /** 'Region', 'Closed 2024': small text after the name. */
  readonly hint?: string;
}

export interface ShownPlace extends PlaceOption {
  /** In the list only to show where its children belong. */
  readonly context: boolean;
}

const MOST = 200;
/** Units show once their institution is chosen, or when the reader types. */
const UNIT_DEPTH = 3;

/** What the list shows: everything above units to begin with, matches with all their ancestors after typing. */
export function placesToShow(options: readonly PlaceOption[], query: string, current: string): ShownPlace[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const parents = parentIndexes(options);
  const keep = new Map<number, boolean>();
  let matches = 0;
  for (const [index, option] of options.entries()) {
    const wanted = words.length > 0 ? matchesAll(option, words) : openByDefault(options, parents, index, current);
    if (!wanted || matches >= MOST) continue;
    matches += 1;
    keep.set(index, false);
    for (let up = parents[index] ?? -1; up >= 0; up = parents[up] ?? -1) if (!keep.has(up)) keep.set(up, true);
  }
  return options.flatMap((option, index) => {
    const context = keep.get(index);
    return context === undefined ? [] : [{ ...option, context }];
  });
}

function openByDefault(
  options: readonly PlaceOption[],
  parents: readonly number[],
  index: number,
  current: string,
): boolean {
  const option = options[index];
  if (!option || option.depth < UNIT_DEPTH) return true;
  const parent = parents[index] ?? -1;
  const chosen = options.findIndex((candidate) => candidate.value === current);
  return chosen === parent || (chosen >= 0 && parents[chosen] === parent && options[chosen]?.depth === UNIT_DEPTH);
}

/** Index of each place's parent: the nearest earlier one that is less deep; −1 for the top. */
function parentIndexes(options: readonly PlaceOption[]): number[] {
  const path: number[] = [];
  return options.map((option, index) => {
    while (path.length > 0 && (options[path.at(-1) ?? 0]?.depth ?? 0) >= option.depth) path.pop();
    const parent = path.at(-1) ?? -1;
    path.push(index);
    return parent;
  });
}

function matchesAll(option: PlaceOption, words: readonly string[]): boolean {
  const label = fold(option.label);
  const id = fold(option.value.split('=').at(-1) ?? '');
  // Parts of ids would match almost every number somebody types.
  return words.every((word) => label.includes(word) || id === word);
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
