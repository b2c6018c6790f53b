import { serveCalls } from '../browser/serve-calls.ts';
import { projectPlace } from './place.ts';
import { projectParts } from './share-out.ts';
import type { Simulation } from './simulate.ts';
import type { Ground, ProjectionCalls } from './projection-message.ts';
import type { Scenario } from './scenario.ts';

/** Simulates off the page's thread. Ended from outside to stop it: a run has nothing worth keeping half done. */
let ground: Ground | null = null;
let plain: Simulation | null = null;

serveCalls<ProjectionCalls>({
  use(given) {
    ground = given;
    plain = null;
  },
  project(scenario, { progress }) {
    if (!ground) throw new Error('No place was given to project.');
    return resultOf(ground, scenario, progress);
  },
});

function resultOf(on: Ground, scenario: Scenario, progress: (share: number) => void) {
  if (on.action === 'whole') return projectParts(on.whole, on.parts, { scenario, months: on.months, progress });
  const { input, thresholds, months } = on;
  const projection = projectPlace(input, { months, thresholds, scenario, progress, ...(plain ? { plain } : {}) });
  plain = projection.plain;
  // The paths stay here: a million numbers are not worth copying.
  return { ...projection, plain: null };
}
