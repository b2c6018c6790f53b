import { curveExample, fanExample, funnelExample, intervalExamples, limitsExample } from './examples.ts';
import type { PageServerLoad } from './$types';

/** Worked out when the site is built, by the code that makes its figures. */
export const load: PageServerLoad = () => ({
  intervals: intervalExamples(),
  funnel: funnelExample(),
  limits: limitsExample(),
  curve: curveExample(),
  fan: fanExample(),
});
