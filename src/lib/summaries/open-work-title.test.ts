import { expect, it } from 'vitest';
import { openWorkTitle } from './open-work-title.ts';

it.each([
  [{ overdue: 0, unassigned: 0 }, 'No items are past due and can still be done; everybody has a case manager'],
  [{ overdue: 1, unassigned: 1 }, '1 item is past due and can still be done; 1 person has no case manager'],
  [{ overdue: 1200, unassigned: 14 }, '1,200 items are past due and can still be done; 14 people have no case manager'],
  [{ overdue: 6, unassigned: null }, '6 items are past due and can still be done'],
])('%j: %s', (counts, title) => expect(openWorkTitle(counts)).toBe(title));
