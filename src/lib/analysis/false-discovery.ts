/** Several comparisons at once. */

/**
 * The false discovery rate at which each comparison would just be called a discovery, in the order of the
 * probabilities given. Throws a RangeError unless all lie between 0 and 1.
 * Source: Benjamini & Hochberg (1995), JRSS B 57, 289–300; R: p.adjust(method = "BH").
 */
export function falseDiscoveryRates(probabilities: readonly number[]): number[] {
  const broken = probabilities.find((p) => !(p >= 0 && p <= 1));
  if (broken !== undefined) throw new RangeError(`no probability: ${broken}`);
  const rates = new Array<number>(probabilities.length);
  const descending = probabilities.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  let smallest = 1;
  descending.forEach(({ p, index }, place) => {
    smallest = Math.min(smallest, p * (probabilities.length / (probabilities.length - place)));
    rates[index] = smallest;
  });
  return rates;
}
