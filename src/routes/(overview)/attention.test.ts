import { describe, expect, it } from 'vitest';
import { exampleDataset } from '$lib/export/fixture.ts';
import { defaultView } from '$lib/pages/view.ts';
import { attentionItems, type AttentionFigures } from './attention.ts';

const view = defaultView(exampleDataset());
const none: AttentionFigures = {
  places: [],
  placesBefore: [],
  expected: [],
  fit: undefined,
  ahead: [],
  reviews: [],
  now: [],
  teams: [],
  guideline: [],
};
const items = (figures: Partial<AttentionFigures>) =>
  attentionItems(view, { ...none, ...figures }, '/base').map((item) => ({
    ...item,
    title: item.title.replaceAll('\u202f', ' '),
    text: item.text?.replaceAll('\u202f', ' '),
    detail: item.detail?.replaceAll('\u202f', ' '),
  }));

const review = (group: string, signal: string | null, open_overdue: number) => ({
  group,
  signal,
  open_overdue,
  due: 812,
  on_time: 684,
  rate: 684 / 812,
  lower: 0.81,
  upper: 0.87,
  agency_rate: 0.9,
});

describe('what needs attention', () => {
  it('is nothing where nothing stands out', () => {
    expect(items({})).toEqual([]);
    expect(items({ reviews: [review('F1', 'within', 40), review('F2', null, 9), review('F3', 'above', 3)] })).toEqual(
      [],
    );
    expect(items({ now: [{ group: 'F1', overdue: 9, unassigned: 0, unassigned_14: 0 }] })).toEqual([]);
  });

  it('names places beyond the limits, with what makes them so', () => {
    const found = items({ reviews: [review('F1', 'below', 61), review('F2', 'far-below', 70)] });
    expect(found.map(({ title }) => title)).toEqual([
      'Institution F2: 84.2 % of program reviews on time, 128 of 812 not',
      'Institution F1: 84.2 % of program reviews on time, 128 of 812 not',
    ]);
    expect(found[1]).toMatchObject({
      text: 'below the 95 % limit for 812 due',
      detail: '61 of them still open',
      href: '/base/worklist/?facility=F1',
    });
  });

  it('leads with the reason of the signal, in whole percent of few, and says nothing of open ones where none is', () => {
    const few = { ...review('F1', 'below', 0), due: 153, on_time: 120 };
    const [found] = items({ reviews: [few] });
    expect(found).toMatchObject({ title: 'Institution F1: 78 % of program reviews on time, 33 of 153 not' });
    expect(found).not.toHaveProperty('detail', expect.anything());
  });

  it('adds up people without a case manager and says where most of them are', () => {
    const [found] = items({
      now: [
        { group: 'F1', overdue: 0, unassigned: 5, unassigned_14: 2 },
        { group: 'F2', overdue: 0, unassigned: 9, unassigned_14: 1 },
      ],
    });
    expect(found).toMatchObject({
      title: '14 people have no case manager',
      text: '3 for more than 14 days',
      detail: '9 at Institution F2',
    });
  });

  it('names the team observed longest ago, and how many more there are', () => {
    const team = (group: string, longest: number | null) => ({
      group,
      units: 1,
      observed: 0,
      never: longest === null ? 1 : 0,
      longest,
      last_observed: null,
      rate: null,
      lower: null,
      upper: null,
    });
    expect(items({ teams: [team('U1', 183)] })).toEqual([]);
    const found = items({ teams: [team('U1', 201), team('U2', null)] });
    expect(found.map(({ title, detail }) => [title, detail])).toEqual([
      ['B, Institution F1: team never observed on record', 'six-month rule; 1 more'],
    ]);
    expect(items({ teams: [team('U1', 201)] })[0]?.title).toBe('A, Institution F1: team last observed 201 days ago');
  });

  it('names an institution past the guideline that has no assistant coordinator', () => {
    const row = (group: string, above: number, assistants: number | null) => ({
      group,
      population: 750 + above,
      guideline: 750,
      above,
      assistants,
    });
    const found = items({ guideline: [row('F1', 40, 0), row('F2', 90, 1), row('F3', 12, null)] });
    expect(found.map(({ title, text }) => [title, text])).toEqual([
      ['Institution F1 is past 750 people without an assistant coordinator', '790 on average'],
    ]);
  });

  it('names the institution furthest over its rated capacity, and how many more there are', () => {
    const place = (group: string, average: number, rated_capacity: number | null) => ({
      group,
      average,
      rated_capacity,
      opening: 0,
      population: 0,
      days: 91,
      operational_capacity: null,
      design_capacity: null,
      uncounted: 0,
    });
    const found = items({ places: [place('F1', 102, 100), place('F2', 230, 200), place('F3', 900, null)] });
    expect(found.map(({ title, text, detail }) => [title, text, detail])).toEqual([
      [
        'Institution F2 is 30 people over rated capacity',
        '115 % on average',
        'average daily population above rated capacity; 1 more',
      ],
    ]);
    expect(items({ places: [place('F1', 100, 100)] })).toEqual([]);
  });
});
