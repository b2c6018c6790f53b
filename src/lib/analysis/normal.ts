/**
 * The standard normal distribution.
 *
 * Written out rather than taken from a package (2026-11): lib-r-math.js, the one typed module with R's own algorithms,
 * reads `localStorage` for its debug printer on every call; @stdlib brings some 200 packages; cephes is 138 kB of
 * WebAssembly that has to be awaited.
 */

interface RationalFunction {
  /** Coefficients of the polynomial above the line, constant first. */
  readonly over: readonly number[];
  readonly under: readonly number[];
}

// Wichura, M. J. (1988), "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37,
// 477–484, function PPND16, about 16 digits. Each of the three serves its own stretch of probabilities.
const CENTRE: RationalFunction = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1.0, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const SHOULDER: RationalFunction = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1.0, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const TAIL: RationalFunction = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1.0, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

function valueAt({ over, under }: RationalFunction, x: number): number {
  return polynomial(over, x) / polynomial(under, x);
}

/**
 * The value a standard normal variable stays below with probability `p`: normalQuantile(0.975) is 1.959964.
 * Throws a RangeError unless 0 < p < 1. Source: Wichura's AS 241.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`probability must be between 0 and 1, not ${p}`);
  const fromMiddle = p - 0.5;
  if (Math.abs(fromMiddle) <= 0.425) return fromMiddle * valueAt(CENTRE, 0.180625 - fromMiddle * fromMiddle);
  const depth = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const distance = depth <= 5 ? valueAt(SHOULDER, depth - 1.6) : valueAt(TAIL, depth - 5);
  return fromMiddle < 0 ? -distance : distance;
}

/**
 * The multiple of a standard error that reaches to either side of an interval at confidence `level`: 1.959964 at 0.95.
 * Throws a RangeError unless 0 < level < 1.
 */
export function confidenceMultiple(level: number): number {
  // (1 − level) / 2 before the sign: 1 − tail would lose digits of a small tail.
  return -normalQuantile((1 - level) / 2);
}
