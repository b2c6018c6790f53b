import { describe, expect, it } from 'vitest';
import { figures } from './figures.ts';
import { namesOf, whyLeftOut, withoutFigure, withoutMonths, type LeftOut } from './left-out.ts';
import { measures } from './measures.ts';

const listed = (left: readonly LeftOut[]) => left.flatMap(({ measures: ids }) => [...ids]).sort();

describe('what no matrix or trend offers', () => {
  it('has a reason for every measure without a single figure, and for no other', () => {
    const without = measures.filter(({ figure }) => !figure).map(({ id }) => id);
    expect(listed(withoutFigure)).toEqual([...without].sort());
  });

  it('has a reason for every figure without months, and for no other', () => {
    const without = Object.entries(figures).flatMap(([id, spec]) => (spec?.months ? [] : [id]));
    expect(listed(withoutMonths)).toEqual([...without].sort());
  });

  it('says why in sentences, with the names a reader knows', () => {
    for (const { names, reason } of [...namesOf(withoutFigure), ...namesOf(withoutMonths)]) {
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(names.length).toBeGreaterThan(0);
    }
    expect(whyLeftOut('sex')).toContain('A mix');
    expect(whyLeftOut('timeliness')).toBeNull();
  });
});
