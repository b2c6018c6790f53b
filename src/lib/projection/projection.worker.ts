import { reasonOf } from '../format/reason.ts';
import { projectPlace } from './place.ts';
import type { Simulation } from './simulate.ts';
import type { ProjectionReply, ProjectionRequest } from './projection-message.ts';

/** Simulates off the page's thread. Ended from outside to stop it: a run has nothing worth keeping half done. */
let place: Extract<ProjectionRequest, { action: 'place' }> | null = null;
let plain: Simulation | null = null;

const reply = (message: ProjectionReply) => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ProjectionRequest>) => {
  if (data.action === 'place') {
    place = data;
    plain = null;
    return;
  }
  const { id, scenario } = data;
  if (!place) return reply({ action: 'failed', id, message: 'No place was given to project.' });
  const { input, thresholds, months } = place;
  try {
    const progress = (share: number) => reply({ action: 'progress', id, share });
    const projection = projectPlace(input, { months, thresholds, scenario, progress, ...(plain ? { plain } : {}) });
    plain = projection.plain;
    // The paths stay here: a million numbers are not worth copying.
    reply({ action: 'done', id, projection: { ...projection, plain: null, paths: null, came: null } });
  } catch (error) {
    reply({ action: 'failed', id, message: reasonOf(error) });
  }
});
