import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';

// `npm test` needs a real browser. On Debian one is installed; elsewhere the sentence says how.
const how =
  'The tests need Chrome or Chromium. Install one (Debian: apt-get install -y chromium), or name it in CHROMIUM_PATH.';

if (!findChromium() && process.argv.includes('--install') && existsSync('/etc/debian_version')) {
  console.log('No Chrome or Chromium was found; installing Debian’s chromium.');
  const install = 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium > /dev/null';
  spawnSync('sh', ['-c', install], { stdio: 'inherit' });
}
const found = findChromium();
if (!found) {
  console.error(how);
  process.exit(1);
}
console.log(found);
