/**
 * Poisson numbers with whole means: how often the people of each cell are drawn when each is drawn about once. Fills
 * `drawn`, in the order of the means, each time it is called. By inversion of the distribution function, tabulated once
 * for each mean, with a guide to where in it the search begins (Chen & Asau 1974, AIIE Transactions 6, 163–166). All
 * tables lie in one row, which takes half the time of looking each up.
 */
export function poissonList(means: Int32Array, random: () => number): (drawn: Int32Array) => void {
  const starts = new Map<number, number>();
  const tables: ReturnType<typeof guided>[] = [];
  let size = 0;
  for (const mean of means) {
    if (mean === 0 || starts.has(mean)) continue;
    const table = guided(distribution(mean));
    starts.set(mean, size);
    size += table.shares.length;
    tables.push(table);
  }
  const shares = new Float64Array(size);
  const guide = new Int32Array(size);
  const lengths = new Map<number, number>();
  let at = 0;
  for (const table of tables) {
    shares.set(table.shares, at);
    guide.set(table.guide, at);
    lengths.set(at, table.shares.length);
    at += table.shares.length;
  }
  const start = Int32Array.from(means, (mean) => starts.get(mean) ?? 0);
  const length = Int32Array.from(means, (mean) => (mean === 0 ? 0 : lengths.get(starts.get(mean)!)!));
  return (drawn) => {
    for (let i = 0; i < drawn.length; i += 1) {
      const many = length[i]!;
      if (many === 0) {
        drawn[i] = 0;
        continue;
      }
      const from = start[i]!;
      const u = random();
      let k = guide[from + ((u * many) | 0)]!;
      while (u >= shares[from + k]! && k < many - 1) k += 1;
      drawn[i] = k;
    }
  };
}

/** For as many equal parts of 0 to 1 as there are shares, the first number a chance in that part can give. */
function guided(shares: Float64Array): { shares: Float64Array; guide: Int32Array } {
  const guide = new Int32Array(shares.length);
  let at = 0;
  for (let part = 0; part < guide.length; part += 1) {
    while (at < shares.length - 1 && part / guide.length >= shares[at]!) at += 1;
    guide[part] = at;
  }
  return { shares, guide };
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
