import { describe, expect, it } from 'vitest';
import { leftOut, whyLeftOut } from './left-out.ts';
import { measures } from './measures.ts';

const named = (what: Parameters<typeof leftOut>[0]) =>
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

  it('names every count of the matrix that leads to no rows', () => {
    const counts = measures.filter(
      ({ figure, shown }) => shown?.matrix && figure && ['share', 'rate', 'expected'].includes(figure.kind),
    );
    expect(named('rows')).toEqual(labelled(counts.filter(({ rows }) => rows === undefined)));
    expect(named('rows').length).toBeGreaterThan(3);
  });

  it('says why in sentences', () => {
    for (const { names, reason } of [...leftOut('figures'), ...leftOut('months'), ...leftOut('rows')]) {
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(names.length).toBeGreaterThan(0);
    }
    expect(whyLeftOut('sex')).toContain('A mix');
    expect(whyLeftOut('timeliness')).toBeNull();
  });
});
