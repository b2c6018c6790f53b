import { leftOut } from '$lib/measures/left-out.ts';
import { choicesOf } from '$lib/pages/measure-choices.ts';
import { readAgencyAnswers } from '$lib/server/export.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
  answers: await readAgencyAnswers('regions'),
  choices: choicesOf(),
  leftOut: leftOut('figures'),
});
