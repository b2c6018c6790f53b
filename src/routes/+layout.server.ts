import { readManifest } from '$lib/server/export.ts';
import type { LayoutServerLoad } from './$types';

export const prerender = true;
export const trailingSlash = 'always';

export const load: LayoutServerLoad = async () => ({ manifest: await readManifest() });
