import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../../../tests/reference/reference.ts';
import { expectedOutcomes, refusalOf, type OutcomeCount } from './expected-outcomes.ts';
import { overDispersion } from './over-dispersion.ts';

/** R's answers (`tests/reference/make_expected.R`). */
interface Example {
  rows: { key: string; people: number; events: number }[];
  covariates: number;
  regions: boolean;
  places: string[];
  rate: number;
  concordance: number;
  tau2: number;
  observed: number[];
  expected: number[];
  variance: number[];
  own_share: number[];
  lower: number[];
  upper: number[];
  z: number[];
  z_wide: number[];
  q: number[];
}
const file = new URL('../../../tests/reference/expected.json', import.meta.url);
const examples = JSON.parse(readFileSync(file, 'utf8')) as Example[];

function rowsOf({ rows, regions }: Example): OutcomeCount[] {
  return rows.map(({ key, people, events }) => {
    const [region = '', institution = '', ...levels] = key.split('|');
    return { place: regions ? region : institution, institution, levels, people, events };
  });
}

describe('outcomes against what is expected for the mix', () => {
  it.each([0, 1, 2])('agrees with R on example %i', (at) => {
    const example = examples[at]!;
    const { model, places } = expectedOutcomes(rowsOf(example), example.covariates);
    expect(model.by).toBe('regression');
    expectClose(model.rate, example.rate, 1e-12);
    expectClose(model.concordance ?? NaN, example.concordance, 1e-9);
    expectClose(model.tau2, example.tau2, 1e-9);
    expect(places.map(({ place }) => place)).toEqual(example.places);
    places.forEach((place, i) => {
      expect(place.events).toBe(example.observed[i]);
      expectClose(place.expected, example.expected[i]!, 1e-9);
      expectClose(place.variance, example.variance[i]!, 1e-9);
      expectClose(place.ownShare, example.own_share[i]!, 1e-9);
      expectClose(place.ratio!, example.observed[i]! / example.expected[i]!, 1e-9);
      expectClose(place.lower!, example.lower[i]!, 1e-9);
      expectClose(place.upper!, example.upper[i]!, 1e-9);
      expectClose(place.z!, example.z[i]!, 1e-8);
      expectClose(place.zWide!, example.z_wide[i]!, 1e-8);
      expectClose(place.q!, example.q[i]!, 1e-8);
    });
  });

  it('finds places that differ by more than chance in two of the examples, so that their widening is tested', () => {
    expect(examples.map(({ tau2 }) => tau2 > 0)).toContain(true);
    expect(examples[2]!.tau2).toBeGreaterThan(0);
  });

  it('makes expected add up to what came, over all places and those without one', () => {
    const rows = rowsOf(examples[1]!).map((row, at) => (at % 9 === 0 ? { ...row, place: null } : row));
    const { places } = expectedOutcomes(rows, examples[1]!.covariates);
    const named = rows.filter(({ place }) => place === null);
    const all = expectedOutcomes(
      rows.map((row) => ({ ...row, place: row.place ?? 'elsewhere' })),
      examples[1]!.covariates,
    ).places;
    expect(named.length).toBeGreaterThan(0);
    expect(places.map(({ place }) => place)).not.toContain('elsewhere');
    const sum = (name: 'expected' | 'events') => all.reduce((total, place) => total + place[name], 0);
    expect(sum('expected')).toBeCloseTo(sum('events'), 6);
  });

  it('gives places of one mix their raw rates', () => {
    const mixes = [
      ['a', 40],
      ['b', 60],
    ] as const;
    const events = [9, 20, 12, 30, 10, 25, 11, 22, 14, 28, 6, 19];
    const rows = events.map((count, at): OutcomeCount => {
      const place = `I${Math.floor(at / 2)}`;
      const [level, people] = mixes[at % 2]!;
      return { place, institution: place, levels: [level], people, events: count };
    });
    const { model, places } = expectedOutcomes(rows, 1);
    for (const place of places) {
      expect(place.adjusted).toBeCloseTo(place.events / place.people, 9);
      expect(place.ownShare).toBeCloseTo(1 / 6, 9);
    }
    expect(model.rate).toBeCloseTo(206 / 600, 12);
  });

  it('widens by what places differ by, as by hand', () => {
    const z = [-2.5, -1, 0.2, 1.1, 3.2];
    const s = [0.1, 0.08, 0.05, 0.09, 0.12];
    const { phi, tau2 } = overDispersion(
      z.map((value, at) => ({ z: value, s: s[at]! })),
      0,
    );
    expect(phi).toBeCloseTo(3.748, 3);
    expect(tau2).toBeCloseTo(0.02471, 5);
    const wide = z.map((value, at) => value / Math.sqrt(1 + tau2 / s[at]! ** 2));
    expect(wide[0]).toBeCloseTo(-1.34, 2);
    expect(wide[4]).toBeCloseTo(1.94, 2);
    expect(wide.every((value) => Math.abs(value) < 1.96)).toBe(true);
  });

  it('takes a place’s own part out of the variance: z 2.83 where Poisson limits saw nothing', () => {
    // Bands of chance .1, .3 and .5 in the agency; the place has 40, 60 and 20 people of them, 15 % of the variance.
    const agency = [
      ['low', 0.1, 40],
      ['middle', 0.3, 60],
      ['high', 0.5, 20],
    ] as const;
    const whole = 1 / 0.15;
    const own = [6, 26, 12];
    const rows = agency.flatMap(([level, chance, people], at): OutcomeCount[] => {
      const others = Math.round(people * (whole - 1) * 3) / 3;
      const all = people + Math.round(others);
      const events = Math.round(all * chance) - own[at]!;
      return [
        { place: 'A', institution: 'A', levels: [level], people, events: own[at]! },
        { place: 'B', institution: 'B', levels: [level], people: all - people, events },
      ];
    });
    const [place] = expectedOutcomes(rows, 1).places;
    expect(place!.events).toBe(44);
    expect(place!.expected).toBeCloseTo(32, 0);
    expect(place!.ownShare).toBeCloseTo(0.15, 3);
    const variance = place!.variance * (1 - place!.ownShare);
    expect(place!.z).toBeCloseTo((44 - place!.expected) / Math.sqrt(variance), 9);
    expect(place!.z).toBeCloseTo(2.83, 1);
    expect(12 / Math.sqrt(21.2 * 0.85)).toBeCloseTo(2.83, 2);
  });

  it('does not depend on how rows are cut or ordered', () => {
    const example = examples[0]!;
    const rows = rowsOf(example);
    const usual = expectedOutcomes(rows, example.covariates);
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        const cut = shuffled.flatMap((row) =>
          row.people < 2
            ? [row]
            : [
                { ...row, people: row.people - 1, events: Math.min(row.events, row.people - 1) },
                { ...row, people: 1, events: row.events - Math.min(row.events, row.people - 1) },
              ],
        );
        for (const place of expectedOutcomes(cut, example.covariates).places) {
          const same = usual.places.find((other) => other.place === place.place)!;
          expect(place.expected).toBeCloseTo(same.expected, 8);
          expect(place.z).toBeCloseTo(same.z!, 7);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('refuses under 200 events and under six institutions', () => {
    const rows = (institutions: number, events: number): OutcomeCount[] =>
      Array.from({ length: institutions }, (_, at) => ({
        place: `I${at}`,
        institution: `I${at}`,
        levels: ['a'],
        people: 100,
        events: Math.floor(events / institutions) + (at < events % institutions ? 1 : 0),
      }));
    expect(refusalOf(rows(6, 199))).toBe('events');
    expect(refusalOf(rows(6, 200))).toBeNull();
    expect(refusalOf(rows(5, 200))).toBe('institutions');
  });

  it('works chances out by groups of at least 30 where the regression has no solution', () => {
    // Nobody at all: no regression, and no chance.
    const nobody = expectedOutcomes([{ place: 'A', institution: 'A', levels: ['a'], people: 0, events: 0 }], 1);
    expect(nobody.model.by).toBe('groups');
    expect(nobody.places[0]).toMatchObject({ expected: 0, ratio: null, verdict: null });
  });

  it('says nothing of a place that alone holds people like its own', () => {
    const rows = rowsOf(examples[0]!).map((row) => (row.place === 'I2' ? { ...row, levels: ['women'] } : row));
    const alone = expectedOutcomes(rows, 1).places.find(({ place }) => place === 'I2')!;
    expect(alone.ownShare).toBeCloseTo(1, 6);
    expect(alone).toMatchObject({ z: null, verdict: null, shrunk: null });
    expect(alone.ratio).toBeCloseTo(1, 6);
  });

  it('says nothing of a place with too few expected', () => {
    const rows = rowsOf(examples[0]!).flatMap((row, at) =>
      at === 0 ? [row, { ...row, place: 'tiny', people: 9, events: 9 }] : [row],
    );
    const tiny = expectedOutcomes(rows, examples[0]!.covariates).places.find(({ place }) => place === 'tiny')!;
    expect(tiny).toMatchObject({ z: null, q: null, verdict: null, shrunk: null });
    expect(tiny.ratio).toBeGreaterThan(1);
  });
});
