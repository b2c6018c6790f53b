import { describe, expect, it } from 'vitest';
import { leftOut, whyLeftOut } from './left-out.ts';
import { measures } from './measures.ts';

const named = (what: 'figures' | 'months') =>
  leftOut(what)
    .flatMap(({ names }) => [...names])
    .sort();
const labelled = (some: typeof measures) => some.map(({ label, figure }) => figure?.label ?? label).sort();

describe('what no matrix or trend offers', () => {
  it('names every measure without a single figure, and no other', () => {
    expect(named('figures')).toEqual(labelled(measures.filter(({ figure }) => !figure)));
  });

  it('names every measure without months besides', () => {
    expect(named('months')).toEqual(labelled(measures.filter(({ figure }) => !figure?.months)));
  });

  it('says why in sentences', () => {
    for (const { names, reason } of [...leftOut('figures'), ...leftOut('months')]) {
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(names.length).toBeGreaterThan(0);
    }
    expect(whyLeftOut('sex')).toContain('A mix');
    expect(whyLeftOut('timeliness')).toBeNull();
  });
});
