import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseline, type Scenario } from './scenario.ts';
import { formatScenarios, maxNamed, parseScenarios } from './scenario-list.ts';
import { readScenario, scenarioTexts } from './scenario-text.ts';

const percent = fc.integer({ min: -100, max: 100 }).filter((value) => value !== 0);
const changes = fc.dictionary(fc.string({ minLength: 1 }), percent, { maxKeys: 4, noNullPrototype: true });
const scenario: fc.Arbitrary<Scenario> = fc.record({
  admissions: changes,
  returns: fc.integer({ min: -100, max: 100 }),
  stays: changes,
  stayMonths: fc.integer({ min: -24, max: 24 }),
  start: fc.integer({ min: 1, max: 60 }),
  retroactive: fc.boolean(),
});

describe('a scenario in a link', () => {
  it('reads back as it was written, whatever the names', () => {
    fc.assert(
      fc.property(scenario, (what) => {
        expect(readScenario(scenarioTexts(what))).toEqual(what);
      }),
    );
    expect(scenarioTexts(baseline)).toEqual({});
    expect(readScenario({})).toEqual(baseline);
  });

  it('goes into a query string and back, with its named ones', () => {
    const named = fc.array(fc.record({ name: fc.string({ minLength: 1 }), scenario }), { maxLength: maxNamed });
    fc.assert(
      fc.property(named, (list) => {
        const search = new URLSearchParams({ scenarios: formatScenarios(list) }).toString();
        const text = new URLSearchParams(search).get('scenarios') ?? undefined;
        expect(parseScenarios(text)).toEqual({ list, notes: [] });
      }),
    );
  });

  it('says what cannot be read', () => {
    for (const [texts, why] of [
      [{ admissions: 'drug' }, /NAME:PERCENT/],
      [{ admissions: 'drug:900' }, /from −100 to 100/],
      [{ returns: 'many' }, /returns must be a number/],
      [{ staymonths: '40' }, /from −24 to 24/],
      [{ start: '0' }, /month ahead, 1 to 60/],
      [{ retroactive: 'perhaps' }, /yes or no/],
    ] as const) {
      expect(readScenario(texts)).toEqual({ error: expect.stringMatching(why) as string });
    }
    const { list, notes } = parseScenarios('A@returns=5|B@returns=x|@|C%ZZ@returns=1');
    expect(list).toEqual([{ name: 'A', scenario: { ...baseline, returns: 5 } }]);
    expect(notes).toHaveLength(3);
    expect(parseScenarios('A@|B@|C@|D@|E@').notes[0]).toMatch(/more than 4/);
  });
});
