import type { TestProject } from 'vitest/node';
import { buildSite, type BuiltSite } from './build-site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    site: BuiltSite;
  }
}

/** Once for all browser tests: the built site they share. */
export default async function setup(project: TestProject): Promise<void> {
  const site = await buildSite();
  if (site.seconds !== null) console.log(`The site for the browser tests was built in ${site.seconds} s.`);
  project.provide('site', site);
}
