import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serverPrograms } from './pipeline/postgres-server.ts';
import { findChromium } from '../scripts/chromium.ts';
import { onPath } from '../scripts/machine.ts';

// `npm test` needs a real browser, a real database server, and a reader of PDF that is not ours. On Debian they are
// installed; elsewhere a sentence says how.

interface Tool {
  name: string;
  found(): string | undefined;
  /** What the tests are quicker with; when it is not there it is installed if it can be, and `found` does if not. */
  better?(): string | undefined;
  /** Debian's packages, the first that can be had. */
  debian: readonly string[];
  how: string;
}

const tools: Tool[] = [
  {
    name: 'Chrome or Chromium',
    found: findChromium,
    better: () => process.env['CHROMIUM_PATH'] ?? onPath('chromium-headless-shell'),
    debian: ['chromium-headless-shell', 'chromium'],
    how: 'Install one (Debian: apt-get install -y chromium), or name it in CHROMIUM_PATH.',
  },
  {
    name: 'pdftotext and pdfinfo',
    found: () => onPath('pdftotext') && onPath('pdfinfo'),
    debian: ['poppler-utils'],
    how: 'Install poppler (Debian: apt-get install -y poppler-utils; macOS: brew install poppler).',
  },
  {
    name: 'PostgreSQL’s server',
    found: () => serverPrograms() && join(serverPrograms() ?? '', 'initdb'),
    debian: ['postgresql'],
    how: 'Install it (Debian: apt-get install -y postgresql); the tests start a server of their own.',
  },
];

function install(packages: readonly string[]): void {
  const tries = packages.map((name) => `DEBIAN_FRONTEND=noninteractive apt-get install -y -qq ${name} > /dev/null`);
  spawnSync('sh', ['-c', `apt-get update -qq && { ${tries.join(' || ')}; }`], { stdio: 'inherit' });
}

const canInstall = process.argv.includes('--install') && existsSync('/etc/debian_version');
for (const { name, found, better = found, debian, how } of tools) {
  if (!better() && canInstall) {
    console.log(`No ${name} was found; installing Debian’s ${debian.join(' or ')}.`);
    install(debian);
  }
  const path = found();
  if (!path) {
    console.error(`The tests need ${name}. ${how}`);
    process.exit(1);
  }
  console.log(path);
}
