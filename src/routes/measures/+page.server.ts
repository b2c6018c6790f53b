import { contract } from '../../../data/contract/contract.ts';
import { tableUses } from '$lib/pages/table-uses.ts';
import type { PageServerLoad } from './$types';

/** What each source table is for; worked out here, as it takes the panels of every page. */
export const load: PageServerLoad = async () => ({
  uses: Object.fromEntries(contract.map(({ name }) => [name, tableUses(name)])),
});
