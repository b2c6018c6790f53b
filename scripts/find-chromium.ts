import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';

// `npm test` needs a real browser. On Debian one is installed; elsewhere the sentence says how.
const tools = [
  {
    name: 'Chrome or Chromium',
    found: findChromium,
    debian: 'chromium',
    how: 'Install one (Debian: apt-get install -y chromium), or name it in CHROMIUM_PATH.',
  },
];

for (const { name, found, debian, how } of tools) {
  if (!found() && process.argv.includes('--install') && existsSync('/etc/debian_version')) {
    console.log(`No ${name} was found; installing Debian’s ${debian}.`);
    const install = `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq ${debian} > /dev/null`;
    spawnSync('sh', ['-c', install], { stdio: 'inherit' });
  }
  const path = found();
  if (!path) {
    console.error(`The tests need ${name}. ${how}`);
    process.exit(1);
  }
  console.log(path);
}
