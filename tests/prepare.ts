import { buildSite } from './browser/build-site.ts';
import { demonstration } from './demonstration.ts';

// Makes what pipeline, parity and browser tests share, or finds it as an earlier run made it.
const { seconds } = await buildSite();
await demonstration('pipeline');
if (seconds !== null) console.log(`The site was built in ${seconds} s.`);
