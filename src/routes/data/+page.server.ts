import { contract, laterFields } from '../../../data/contract/contract.ts';
import { plausibilityOf } from '../../../data/contract/plausibility.ts';
import { measures } from '$lib/measures/measures.ts';
import { pagesUsing } from '$lib/pages/index.ts';
import type { PageServerLoad } from './$types';

/** Of the glossary, the pages and the contract only what the page says of them: whole, they would double its weight. */
export const load: PageServerLoad = async () => ({
  leftOut: measures.flatMap(({ id, label, exclusions, tables }) =>
    exclusions ? [{ id, label, exclusions, tables }] : [],
  ),
  measures: measures.map(({ id, label, tables }) => ({ label, tables, pages: pagesUsing(id).map((page) => page.id) })),
  later: Object.fromEntries(Object.entries(laterFields).filter(([, fields]) => fields.length > 0)),
  kept: [...new Set(contract.flatMap((table) => plausibilityOf(table).flatMap(({ follows }) => follows ?? [])))],
});
