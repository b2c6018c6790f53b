import { grainsOf } from '$lib/measures/grain.ts';
import { leftOut } from '$lib/measures/left-out.ts';
import { choicesOf } from '$lib/pages/measure-choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
  choices: choicesOf((spec) => grainsOf(spec).length > 0),
  leftOut: leftOut('months'),
});
