/** Seeded chance: the same seed gives the same figures on every machine. */

/** Uniform numbers from 0 to 1. Source: Chris Doty-Humphrey's sfc32 (PractRand), 32-bit. */
export function uniform(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  return next;
}

/**
 * Poisson numbers with a whole mean: how often the people of a cell are drawn when each is drawn about once. By
 * inversion of the distribution function, tabulated once for each mean.
 */
export function poissonDraws(random: () => number): (mean: number) => number {
  const tables: (Float64Array | undefined)[] = [];
  return (mean) => {
    if (mean === 0) return 0;
    const table = (tables[mean] ??= distribution(mean));
    const u = random();
    if (mean < 8) {
      let at = 0;
      while (at < table.length - 1 && u >= table[at]!) at += 1;
      return at;
    }
    let [low, high] = [0, table.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (u < table[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** P(X ≤ k) for k = 0, 1, …, as far as chance can reach. */
function distribution(mean: number): Float64Array {
  const length = Math.ceil(mean + 8 * Math.sqrt(mean) + 16);
  const shares = new Float64Array(length);
  // From the mode outwards: e^−mean itself may be too small to write.
  const mode = Math.floor(mean);
  shares[mode] = 1;
  for (let k = mode; k > 0; k -= 1) shares[k - 1] = (shares[k]! * k) / mean;
  for (let k = mode + 1; k < length; k += 1) shares[k] = (shares[k - 1]! * mean) / k;
  const total = shares.reduce((sum, share) => sum + share, 0);
  let sum = 0;
  for (let k = 0; k < length; k += 1) {
    sum += shares[k]! / total;
    shares[k] = sum;
  }
  return shares;
}
