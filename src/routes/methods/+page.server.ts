import { chanceAlone, compareSimulated, simulate } from '$lib/analysis/comparison-simulation.ts';
import { funnelCurve } from '$lib/analysis/funnel.ts';
import type { PageServerLoad } from './$types';

/** Worked out when the site is built: the page shows what the code does, not what somebody once wrote down. */
export const load: PageServerLoad = () => {
  const rows = simulate(1, 0);
  const { comparison, flagged } = compareSimulated(rows);
  const counts = new Map<string, { done: number; due: number }>();
  for (const { unit, due, onTime } of rows) {
    const sum = counts.get(unit) ?? { done: 0, due: 0 };
    counts.set(unit, { done: sum.done + onTime, due: sum.due + due });
  }
  const points = comparison.units.map(({ unit, adjusted }) => ({
    id: unit,
    label: `Simulated person ${Number(unit) + 1}`,
    ...(counts.get(unit) ?? { done: 0, due: 0 }),
    rate: Math.round(adjusted * 1e4) / 1e4,
  }));
  const limits = funnelCurve(comparison.rate, 170, comparison.dispersion.tau2).filter(({ due }) => due >= 15);
  return { chance: chanceAlone(20), example: { rate: comparison.rate, points, limits, flagged: flagged.length } };
};
