import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../../data/contract/contract.ts';
import { settings } from '../../data/contract/settings.ts';
import { didYouMean, nearestName } from './nearest.ts';

const tables = contract.map(({ name }) => name);

describe('the nearest name', () => {
  it.each([
    ['stays', 'stay'],
    ['Placements', 'placement'],
    ['facilities', 'facility'],
    ['enrolment', 'enrollment'],
    ['cells', null],
    ['popultion_count', 'population_count'],
  ])('to the table %s is %s', (typed, meant) => expect(nearestName(typed, tables)).toBe(meant));

  it.each([
    ['histroy_from', ['history_from', 'time_zone'], ' Did you mean "history_from"?'],
    ['reject_limt', Object.keys(settings), ' Did you mean "reject_limit"?'],
    ['xyz', ['history_from'], ''],
  ])('to %s is offered as a question', (typed, names, said) => expect(didYouMean(typed, names)).toBe(said));

  it('to a known name is the name itself', () =>
    fc.assert(fc.property(fc.constantFrom(...tables), (name) => nearestName(name.toUpperCase(), tables) === name)));
});
