import { chanceAlone, compareSimulated, simulate } from '$lib/analysis/comparison-simulation.ts';
import { funnelCurve } from '$lib/analysis/funnel.ts';
import signals from '$lib/analysis/signal-simulation.json';
import type { PageServerLoad } from './$types';

/**
 * Worked out when the site is built: the page shows what the code does, not what somebody once wrote down. The
 * signals of tens of thousands of series take a minute; scripts/simulation/signals.ts counts them, and a test holds
 * its count to the code.
 */
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
  return {
    signals,
    chance: chanceAlone(20),
    example: { rate: comparison.rate, points, limits, flagged: flagged.length },
  };
};
