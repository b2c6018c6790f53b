import { grainsOf } from '$lib/measures/grain.ts';
import { leftOut } from '$lib/measures/left-out.ts';
import { choicesOf } from '$lib/pages/measure-choices.ts';
import { readAgencyAnswers } from '$lib/server/export.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
  answers: await readAgencyAnswers('trends'),
  choices: choicesOf((spec) => grainsOf(spec).length > 0),
  leftOut: leftOut('months'),
});
