import { readAgencyAnswers } from '$lib/server/export.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({ answers: await readAgencyAnswers('overview') });
