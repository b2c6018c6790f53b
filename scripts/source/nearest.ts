/** Fewest shared letters for a name to be offered instead of another: "stays" for "stay" passes, "person" does not. */
const leastAlike = 0.6;

/**
 * The name somebody most likely meant: that with the largest share of letter pairs in common (Dice's coefficient), the
 * first of equals. Null where none is near enough.
 */
export function nearestName(name: string, names: readonly string[]): string | null {
  const wanted = pairsOf(name);
  let best: { name: string; alike: number } | null = null;
  for (const known of names) {
    const alike = shareOfPairs(wanted, pairsOf(known));
    if (alike >= leastAlike && (best === null || alike > best.alike)) best = { name: known, alike };
  }
  return best?.name ?? null;
}

/** How alike two names are, from 0 to 1. */
export function alikeness(one: string, other: string): number {
  return shareOfPairs(pairsOf(one), pairsOf(other));
}

/** Pairs of letters, with the edges of the name: capitals and what stands between words do not matter. */
function pairsOf(name: string): string[] {
  const letters = ` ${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')} `;
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2));
}

function shareOfPairs(one: readonly string[], other: readonly string[]): number {
  const left = [...other];
  let shared = 0;
  for (const pair of one) {
    const at = left.indexOf(pair);
    if (at < 0) continue;
    left.splice(at, 1);
    shared += 1;
  }
  return one.length + other.length === 0 ? 0 : (2 * shared) / (one.length + other.length);
}

/** "Did you mean …?" as the end of a message; empty where no name is near. */
export function didYouMean(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return nearest === null ? '' : ` Did you mean "${nearest}"?`;
}
