import { expect, it } from 'vitest';
import { exampleDataset } from '../export/fixture.ts';
import { defaultView } from '../pages/view.ts';
import { requestKey } from './ask.ts';
import type { Request } from './question.ts';

const dataset = exampleDataset();
const { scope, period } = defaultView(dataset);
const plain: Request = { scope, period, by: null, filters: {}, params: {}, dataset };
const keyOf = (changes: Partial<Request>, question = 'population/average') =>
  requestKey(question, { ...plain, ...changes });

it('tells apart whatever decides an answer, a filter and a parameter of one name too', () => {
  const keys = [
    keyOf({}),
    keyOf({}, 'population/monthly'),
    keyOf({ by: 'sex' }),
    keyOf({ scope: { kind: 'facility', id: 'F-1' } }),
    keyOf({ filters: { sex: ['F'] } }),
    keyOf({ filters: { sex: ['F', 'M'] } }),
    keyOf({ filters: { sex: [null] } }),
    keyOf({ params: { sex: 'F' } }),
    keyOf({ params: { horizon: 1 } }),
    keyOf({ params: { horizon: '1' } }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

it('is the same in whatever order filters and parameters were chosen', () => {
  const one = keyOf({ filters: { sex: ['F'], risk_level: ['low'] }, params: { a: 1, b: 2 } });
  expect(keyOf({ filters: { risk_level: ['low'], sex: ['F'] }, params: { b: 2, a: 1 } })).toBe(one);
});
