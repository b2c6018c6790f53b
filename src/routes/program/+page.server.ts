import { measureOf } from '$lib/measures/measures.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
  comparison: measureOf('program-comparison'),
});
