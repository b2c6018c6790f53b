import { onPath } from './machine.ts';

/**
 * How it is started: headless, silent on the network (no updates, no sync, no background requests), and in its sandbox.
 * Only root has none, because the browser refuses it one.
 */
export const chromiumOptions = {
  chromiumSandbox: process.getuid?.() !== 0,
  args: [
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};

/** First the one without windows: it draws the same pages with half the work. */
const names = [
  ...['chromium-headless-shell', 'chrome-headless-shell'],
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
];

/** Path of a Chrome or Chromium: CHROMIUM_PATH first, then the usual names on PATH; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  for (const name of names) {
    const path = onPath(name, ['/usr/bin', '/snap/bin']);
    if (path !== undefined) return path;
  }
  return undefined;
}
