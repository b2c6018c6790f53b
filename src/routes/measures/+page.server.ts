import { contract } from '../../../data/contract/contract.ts';
import { tableUses } from '$lib/pages/table-uses.ts';
import type { PageServerLoad } from './$types';

/** Every source table and what it is for; worked out here, as it takes the panels of every page. */
export const load: PageServerLoad = async () => ({
  tables: contract.map(({ name, group, meaning }) => ({ name, group, meaning, uses: tableUses(name) })),
});
