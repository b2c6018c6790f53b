/**
 * A scenario of a whole at its institutions. Each institution's own model says how much it would be moved; but there,
 * people who move in from elsewhere are admissions too, and would answer to the scenario at once although they come out
 * of the others. So together they are moved by what the whole is, and each by its part of what they would be moved.
 */
import type { PlaceInput } from './input.ts';
import { projectPlace, type MonthAhead, type Thresholds } from './place.ts';
import type { Scenario } from './scenario.ts';
import { fitStockFlow } from './snapshot.ts';
import { projectStockFlow } from './stock-flow.ts';

/**
 * People each part is moved by, so that they add up to the whole.
 * @param whole people the whole is moved by, by months ahead
 * @param parts the same of each part by itself
 */
export function shareOut(whole: ArrayLike<number>, parts: readonly ArrayLike<number>[]): Float64Array[] {
  const shared = parts.map((part) => Float64Array.from(part));
  for (let h = 0; h < whole.length; h++) {
    const all = parts.reduce((sum, part) => sum + part[h]!, 0);
    const size = parts.reduce((sum, part) => sum + Math.abs(part[h]!), 0);
    // Where no part would be moved, all are alike.
    const share = (part: ArrayLike<number>) => (size > 0 ? Math.abs(part[h]!) / size : 1 / parts.length);
    shared.forEach((part, i) => (part[h] = part[h]! + (whole[h]! - all) * share(parts[i]!)));
  }
  return shared;
}

/** People a scenario moves the model of a place by, by months ahead from 0; null where there is no model. */
export function movedBy(input: PlaceInput, scenario: Scenario, months: number): Float64Array | null {
  const model = input.snapshot && fitStockFlow(input.snapshot);
  if (!model) return null;
  const before = projectStockFlow(model, months).population;
  return projectStockFlow(model, months, scenario).population.map((people, h) => people - before[h]!);
}

/** An institution of the whole. */
export interface PartOfWhole {
  id: string;
  input: PlaceInput;
  thresholds: Thresholds;
}

export interface SharedOptions {
  scenario: Scenario;
  months: number;
  paths?: number;
  /** Called now and then with the share of the institutions done; throwing stops the work. */
  progress?: (share: number) => void;
}

/** The months of every institution under a scenario of the whole; those without a model are left out. */
export function projectParts(
  whole: PlaceInput,
  parts: readonly PartOfWhole[],
  { scenario, months, paths, progress }: SharedOptions,
): { id: string; months: MonthAhead[] }[] {
  const all = movedBy(whole, scenario, months);
  const known = parts.flatMap((part) => {
    const moved = movedBy(part.input, scenario, months);
    return moved ? [{ part, moved }] : [];
  });
  if (!all) return [];
  const shared = shareOut(
    all,
    known.map(({ moved }) => moved),
  );
  return known.map(({ part: { id, input, thresholds } }, i) => {
    progress?.(i / known.length);
    const options = { scenario, months, thresholds, moved: shared[i]!, ...(paths === undefined ? {} : { paths }) };
    return { id, months: projectPlace(input, options).months };
  });
}
