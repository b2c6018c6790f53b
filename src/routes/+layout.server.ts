import { readExport } from '../../scripts/dataset/read-export.ts';
import { exportFolder } from '$lib/server/export.ts';
import type { LayoutServerLoad } from './$types';

export const prerender = true;
export const trailingSlash = 'always';

export const load: LayoutServerLoad = async () => {
  const { manifest } = await readExport(exportFolder);
  return { manifest };
};
