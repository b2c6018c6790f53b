import { grainsOf } from '$lib/figures/grain.ts';
import { choicesOf, leftOutOf } from '$lib/server/choices.ts';
import { readAgencyAnswers } from '$lib/server/export.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
  answers: await readAgencyAnswers('trends'),
  choices: choicesOf((spec) => grainsOf(spec).length > 0),
  leftOut: leftOutOf('months'),
});
