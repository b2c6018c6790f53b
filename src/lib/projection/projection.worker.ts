import { reasonOf } from '../format/reason.ts';
import { projectPlace } from './place.ts';
import { projectParts } from './share-out.ts';
import type { Simulation } from './simulate.ts';
import type { Ground, ProjectionReply, ProjectionRequest } from './projection-message.ts';
import type { Scenario } from './scenario.ts';

/** Simulates off the page's thread. Ended from outside to stop it: a run has nothing worth keeping half done. */
let ground: Ground | null = null;
let plain: Simulation | null = null;

const reply = (message: ProjectionReply) => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ProjectionRequest>) => {
  if (data.action !== 'project') {
    ground = data;
    plain = null;
    return;
  }
  const { id, scenario } = data;
  if (!ground) return reply({ action: 'failed', id, message: 'No place was given to project.' });
  try {
    reply({
      action: 'done',
      id,
      result: resultOf(ground, scenario, (share) => reply({ action: 'progress', id, share })),
    });
  } catch (error) {
    reply({ action: 'failed', id, message: reasonOf(error) });
  }
});

function resultOf(on: Ground, scenario: Scenario, progress: (share: number) => void) {
  if (on.action === 'whole') return projectParts(on.whole, on.parts, { scenario, months: on.months, progress });
  const { input, thresholds, months } = on;
  const projection = projectPlace(input, { months, thresholds, scenario, progress, ...(plain ? { plain } : {}) });
  plain = projection.plain;
  // The paths stay here: a million numbers are not worth copying.
  return { ...projection, plain: null };
}
