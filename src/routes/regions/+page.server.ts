import { leftOut } from '$lib/measures/left-out.ts';
import { choicesOf } from '$lib/pages/measure-choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
  choices: choicesOf(),
  leftOut: leftOut('figures'),
  rowless: leftOut('rows'),
});
