/**
 * Outcomes of places against what is expected for their mix of people: what would have come of the same people if they
 * had fared as people like them do in the whole agency.
 *
 * Sources: Breslow & Day (1987), vol. II, 2.3 (indirect standardisation); NHS Digital, Summary Hospital-level Mortality
 * Indicator, for a logistic expectation with additive over-dispersion on the log scale; Spiegelhalter (2005).
 */
import { concordance } from './concordance.ts';
import { designOf, type Design } from './covariate-patterns.ts';
import { falseDiscoveryRates } from './false-discovery.ts';
import { DISCOVERY_RATE } from './funnel.ts';
import { chiSquareTail } from './gamma.ts';
import { logisticRegression, predictorOf, type LogisticFit } from './logistic.ts';
import { MINIMUM_COMPARED, MINIMUM_EXPECTED, MOST_OWN } from './minimum-counts.ts';
import { confidenceMultiple } from './normal.ts';
import { overDispersion, spreadWithin } from './over-dispersion.ts';
import { expectation, tiltedLimits, type ChanceCount } from './poisson-binomial.ts';
import { shrinkRatios } from './shrinkage.ts';
import { mergeStrata } from './strata.ts';
import { studentQuantile, studentTail } from './student.ts';

/** People of one place alike in what is recorded of them. */
export interface OutcomeCount {
  /** The place that answers for them; null where none does: they are part of the agency all the same. */
  readonly place: string | null;
  /** The institution, where places are made of several; the place itself otherwise. */
  readonly institution: string | null;
  readonly levels: readonly (string | null)[];
  readonly people: number;
  readonly events: number;
}

/** Fewest events from which chances are worked out, and fewest institutions among which anything is usual. */
export const MINIMUM_EVENTS = 200;
export const MINIMUM_INSTITUTIONS = 6;

export type Refusal = 'events' | 'institutions';
export type Verdict = 'higher' | 'as' | 'lower';

export interface ExpectedModel {
  readonly people: number;
  readonly events: number;
  /** Events ÷ people. */
  readonly rate: number;
  readonly institutions: number;
  /** How chances were worked out: by regression, or, where it has no solution, by groups of at least 30. */
  readonly by: 'regression' | 'groups';
  /** Share of pairs with and without the event in which the one with it had the higher chance; null without pairs. */
  readonly concordance: number | null;
  /** People in ten parts, from the least likely on: how many had the event and how many were expected to. */
  readonly tenths: readonly { readonly people: number; readonly events: number; readonly expected: number }[];
  /** Variance between the places' true log ratios beyond chance, by the places compared. */
  readonly tau2: number;
  /** Number of comparisons made at once. */
  readonly comparisons: number;
}

export interface ExpectedPlace {
  readonly place: string;
  readonly people: number;
  readonly events: number;
  readonly expected: number;
  readonly variance: number;
  /** Share of the variance of events − expected that is missing, as the place is part of what it is compared with. */
  readonly ownShare: number;
  /** Events ÷ expected with its 95 % limits; null where nothing was expected. */
  readonly ratio: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Ratio × the agency's rate, at most 1. */
  readonly adjusted: number | null;
  /** Ratio drawn towards 1 as far as its own count says little; null where the place is not compared. */
  readonly shrunk: number | null;
  /** (events − expected) in standard errors; `zWide` with what places differ by anyway. Null where too few are expected. */
  readonly z: number | null;
  readonly zWide: number | null;
  /** Ratios within which 95 % of places lie by chance alone, as 1 ± reach; `reachWide` with what they differ by anyway. */
  readonly reach: number | null;
  readonly reachWide: number | null;
  /** Two-sided probability of `zWide` (Student’s t), and the false discovery rate among the places compared. */
  readonly p: number | null;
  readonly q: number | null;
  /** With all comparisons and what places differ by anyway taken into account; null where too few are expected. */
  readonly verdict: Verdict | null;
  /** The same by chance alone. */
  readonly verdictNarrow: Verdict | null;
}

export interface ExpectedOutcomes {
  readonly model: ExpectedModel;
  /** In the order in which they first appear in the rows. */
  readonly places: readonly ExpectedPlace[];
}

/** Whether there is enough to work out chances from. */
export function refusalOf(rows: readonly OutcomeCount[]): Refusal | null {
  if (rows.reduce((sum, { events }) => sum + events, 0) < MINIMUM_EVENTS) return 'events';
  return institutionsOf(rows) < MINIMUM_INSTITUTIONS ? 'institutions' : null;
}

const institutionsOf = (rows: readonly OutcomeCount[]): number =>
  new Set(rows.flatMap(({ institution, people }) => (institution === null || people === 0 ? [] : [institution]))).size;

/**
 * What is expected of every place, from the regression of the event on `covariates` covariates over all rows. Sums of
 * events and of expected are the same over all rows. Throws a RangeError for events that are no part of the people.
 */
export function expectedOutcomes(rows: readonly OutcomeCount[], covariates: number): ExpectedOutcomes {
  const { patterns, chances, counts } = countPlaces(rows, covariates);
  const spread = spreadOf(counts);
  const compared = counts.filter((count) => isCompared(count) && count.ownShare <= MOST_OWN);
  const judged = new Map(judge(compared, spread).map((found) => [found.place, found]));
  const shrunk = new Map(
    shrinkRatios(
      compared.map(({ place, events, expected, variance }) => ({ unit: place, onTime: events, expected, variance })),
    ).units.map((unit) => [unit.unit, unit.shrunk]),
  );
  const people = rows.reduce((sum, row) => sum + row.people, 0);
  const events = rows.reduce((sum, row) => sum + row.events, 0);
  const rate = people === 0 ? 0 : events / people;
  return {
    model: {
      people,
      events,
      rate,
      institutions: institutionsOf(rows),
      by: chances.by,
      concordance: concordanceOf(patterns, chances.of),
      tenths: tenthsOf(patterns, chances.of),
      tau2: spread.tau2,
      comparisons: compared.length,
    },
    places: counts.map(({ chances: own, parts: _parts, ...count }): ExpectedPlace => {
      const limits = tiltedLimits(count.events, own);
      return {
        ...count,
        ratio: limits?.ratio ?? null,
        lower: limits?.lower ?? null,
        upper: limits?.upper ?? null,
        adjusted: limits && Math.min(1, limits.ratio * rate),
        shrunk: shrunk.get(count.place) ?? null,
        ...(judged.get(count.place)?.judgement ?? notJudged),
      };
    }),
  };
}

/** Events ÷ expected of every place, as in `expectedOutcomes`, without limits or verdict; null where none was expected. */
export function expectedRatios(
  rows: readonly OutcomeCount[],
  covariates: number,
): { readonly place: string; readonly ratio: number | null }[] {
  return countPlaces(rows, covariates).counts.map(({ place, events, expected, variance }) => ({
    place,
    ratio: variance === 0 ? null : events / expected,
  }));
}

function countPlaces(rows: readonly OutcomeCount[], covariates: number) {
  const design = designOf(
    rows.map(({ levels, people }) => ({ levels, count: people })),
    covariates,
  );
  const patterns = design.patterns.map(() => ({ people: 0, events: 0 }));
  rows.forEach(({ people, events }, at) => {
    const pattern = patterns[design.patternOf[at]!]!;
    pattern.people += people;
    pattern.events += events;
  });
  const chances = chancesOf(design, patterns);
  return { patterns, chances, counts: placeCounts(rows, design, chances) };
}

interface Chances {
  readonly by: ExpectedModel['by'];
  /** By pattern. */
  readonly of: readonly number[];
  /** Share of a place's variance that its own people take away, given how many of each pattern it has. */
  readonly ownShare: (own: ReadonlyMap<number, number>) => number;
}

interface Count {
  readonly people: number;
  readonly events: number;
}

function chancesOf({ patterns, columns }: Design, counts: readonly Count[]): Chances {
  const fit = logisticRegression(
    patterns.map((pattern, at) => ({
      columns: pattern.columns,
      count: counts[at]!.people,
      successes: counts[at]!.events,
    })),
    columns.length,
  );
  return fit ? byRegression(patterns, fit) : byGroups(patterns, counts);
}

/**
 * What a place's people take away of the variance of events − expected, as the expectation is fitted to them too: with
 * d = Σ p(1 − p) x over its people, d′ Cov d. For one group alike in everything it is their share of all people.
 */
function byRegression(patterns: Design['patterns'], { coefficients, covariance }: LogisticFit): Chances {
  const of = patterns.map(({ columns }) => {
    const odds = Math.exp(predictorOf(columns, coefficients));
    return odds === Infinity ? 1 : odds / (1 + odds);
  });
  return {
    by: 'regression',
    of,
    ownShare(own) {
      const pull = new Array<number>(coefficients.length).fill(0);
      let variance = 0;
      for (const [at, people] of own) {
        const weight = people * of[at]! * (1 - of[at]!);
        variance += weight;
        pull[0]! += weight;
        for (const column of patterns[at]!.columns) pull[column + 1]! += weight;
      }
      const taken = pull.reduce(
        (sum, one, i) => sum + one * pull.reduce((row, other, j) => row + covariance[i]![j]! * other, 0),
        0,
      );
      return variance > 0 ? Math.min(1, taken / variance) : 0;
    },
  };
}

function byGroups(patterns: Design['patterns'], counts: readonly Count[]): Chances {
  const key = (levels: readonly (string | null)[]) => levels.map((level) => level ?? '\u0002');
  const rows = patterns.map(({ levels }, at) => ({
    stratum: key(levels),
    due: counts[at]!.people,
    onTime: counts[at]!.events,
  }));
  const { find } = mergeStrata(rows);
  const strata = rows.map(({ stratum }) => find(stratum));
  return {
    by: 'groups',
    of: strata.map(({ rate }) => rate ?? 0),
    ownShare(own) {
      const people = new Map<(typeof strata)[number], number>();
      for (const [at, count] of own) people.set(strata[at]!, (people.get(strata[at]!) ?? 0) + count);
      let [taken, variance] = [0, 0];
      for (const [{ rate, due }, count] of people) {
        const weight = count * (rate ?? 0) * (1 - (rate ?? 0));
        variance += weight;
        taken += due > 0 ? weight * (count / due) : 0;
      }
      return variance > 0 ? taken / variance : 0;
    },
  };
}

interface PlaceCount extends Count {
  readonly place: string;
  readonly expected: number;
  readonly variance: number;
  readonly ownShare: number;
  readonly chances: readonly ChanceCount[];
  /** The institutions it is made of; itself alone where it is one. */
  readonly parts: readonly (Count & { readonly expected: number; readonly variance: number })[];
}

function placeCounts(rows: readonly OutcomeCount[], design: Design, { of, ownShare }: Chances): PlaceCount[] {
  const places = new Map<string, { events: number; own: Map<number, number>; parts: Map<string, OutcomePart> }>();
  rows.forEach(({ place, institution, people, events }, at) => {
    if (place === null) return;
    const found = places.get(place) ?? { events: 0, own: new Map<number, number>(), parts: new Map() };
    places.set(place, found);
    const pattern = design.patternOf[at]!;
    found.events += events;
    found.own.set(pattern, (found.own.get(pattern) ?? 0) + people);
    const part = found.parts.get(institution ?? '') ?? { people: 0, events: 0, expected: 0, variance: 0 };
    const chance = of[pattern]!;
    part.people += people;
    part.events += events;
    part.expected += people * chance;
    part.variance += people * chance * (1 - chance);
    found.parts.set(institution ?? '', part);
  });
  return [...places].map(([place, { events, own, parts }]) => {
    const chances = [...own].map(([at, count]) => ({ chance: of[at]!, count }));
    return { place, events, ...expectation(chances), ownShare: ownShare(own), chances, parts: [...parts.values()] };
  });
}

interface OutcomePart {
  people: number;
  events: number;
  expected: number;
  variance: number;
}

/** Enough people and enough expected to compare. */
function isCompared({ people, expected, variance }: Count & { expected: number; variance: number }): boolean {
  return people >= MINIMUM_COMPARED && expected >= MINIMUM_EXPECTED && variance > 0;
}

interface Spread {
  readonly tau2: number;
  /** Degrees of freedom it was estimated with, at least 2. */
  readonly freedom: number;
  /** What a place differs from 1 by beyond chance: its variance as a ratio. */
  readonly of: (place: PlaceCount) => number;
}

/**
 * What places differ by that no count explains. Of institutions, by themselves. Of regions, too few for that, by what
 * institutions of one region differ by among each other, averaged over those the region has.
 */
function spreadOf(places: readonly PlaceCount[]): Spread {
  if (places.every(({ parts }) => parts.length <= 1)) {
    const { tau2, units } = overDispersion(
      places.filter(isCompared).map(({ events, expected, variance }) => ({
        z: (events - expected) / Math.sqrt(variance),
        s: Math.sqrt(variance) / expected,
      })),
    );
    return { tau2, freedom: Math.max(2, units - 1), of: () => tau2 };
  }
  const parts = places.flatMap(({ place, parts: own }) =>
    own.filter(isCompared).map(({ events, expected, variance }) => ({
      group: place,
      y: events / expected - 1,
      s: Math.sqrt(variance) / expected,
    })),
  );
  const tau2 = spreadWithin(parts);
  return {
    tau2,
    freedom: Math.max(2, parts.length - new Set(parts.map(({ group }) => group)).size),
    of: ({ expected, parts: own }) => tau2 * own.reduce((sum, part) => sum + (part.expected / expected) ** 2, 0),
  };
}

type Judgement = Pick<ExpectedPlace, 'z' | 'zWide' | 'reach' | 'reachWide' | 'p' | 'q' | 'verdict' | 'verdictNarrow'>;

const notJudged: Judgement = {
  z: null,
  zWide: null,
  reach: null,
  reachWide: null,
  p: null,
  q: null,
  verdict: null,
  verdictNarrow: null,
};

/**
 * By chance alone, deviations are normal. What places differ by anyway is known from few of them, so with it they are
 * judged by Student's t with as many degrees of freedom as it was estimated with (Hartung & Knapp 2001, Statistics in
 * Medicine 20, 3875–3889, on pooled estimates): otherwise one of three regions would be called different too often.
 */
function judge(places: readonly PlaceCount[], spread: Spread): { place: string; judgement: Judgement }[] {
  const normal = confidenceMultiple(0.95);
  const student = studentQuantile(0.975, spread.freedom);
  const measured = places.map((place) => {
    const { events, expected, variance, ownShare } = place;
    const alone = variance * (1 - ownShare);
    const wide = alone + spread.of(place) * expected ** 2;
    // Compared with nothing but itself, a place differs from nothing.
    const error = (squared: number) => (squared > 1e-9 * variance ? (events - expected) / Math.sqrt(squared) : 0);
    return {
      place: place.place,
      z: error(alone),
      zWide: error(wide),
      reach: (normal * Math.sqrt(alone)) / expected,
      reachWide: (student * Math.sqrt(wide)) / expected,
    };
  });
  const narrow = falseDiscoveryRates(measured.map(({ z }) => chiSquareTail(z * z, 1)));
  const probabilities = measured.map(({ zWide }) => Math.min(1, 2 * studentTail(Math.abs(zWide), spread.freedom)));
  const rates = falseDiscoveryRates(probabilities);
  return measured.map(({ place, ...found }, at) => ({
    place,
    judgement: {
      ...found,
      p: probabilities[at]!,
      q: rates[at]!,
      verdict: verdictOf(found.zWide, rates[at]!),
      verdictNarrow: verdictOf(found.z, narrow[at]!),
    },
  }));
}

function verdictOf(z: number, q: number): Verdict {
  if (q > DISCOVERY_RATE) return 'as';
  return z > 0 ? 'higher' : 'lower';
}

function concordanceOf(patterns: readonly Count[], chances: readonly number[]): number | null {
  return concordance(
    patterns.flatMap(({ people, events }, at) => [
      { time: 1, event: true, count: events, score: chances[at]! },
      { time: 2, event: false, count: people - events, score: chances[at]! },
    ]),
  );
}

/** Patterns are not taken apart, so the parts are of about a tenth of the people each. */
function tenthsOf(patterns: readonly Count[], chances: readonly number[]): ExpectedModel['tenths'] {
  const order = patterns.map((_pattern, at) => at).sort((a, b) => chances[a]! - chances[b]!);
  const all = patterns.reduce((sum, { people }) => sum + people, 0);
  const parts = Array.from({ length: 10 }, () => ({ people: 0, events: 0, expected: 0 }));
  if (all === 0) return [];
  let before = 0;
  for (const at of order) {
    const { people, events } = patterns[at]!;
    const part = parts[Math.min(9, Math.floor(((before + people / 2) / all) * 10))]!;
    part.people += people;
    part.events += events;
    part.expected += people * chances[at]!;
    before += people;
  }
  return parts.filter(({ people }) => people > 0);
}
