import { buildSite } from './browser/build-site.ts';

// Makes what pipeline, parity and browser tests share, or finds it as an earlier run made it.
const { seconds } = await buildSite();
if (seconds !== null) console.log(`Built in ${seconds} s.`);
