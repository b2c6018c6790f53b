import { findChromium } from '../chromium.ts';
import { onPath } from '../machine.ts';
import { openChromium } from './chromium-tab.ts';
import { openFirefox } from './firefox-tab.ts';
import type { OpenBrowser } from './tab.ts';
import { openWebkit } from './webkit-tab.ts';

/** One of the three engines that browsers are built on. */
export interface Engine {
  name: 'Chromium' | 'Firefox' | 'WebKit';
  /** Starts a browser with nothing in it from earlier; or, as a sentence, why the machine has none. */
  open: (() => Promise<OpenBrowser>) | { lacking: string };
}

/** The three engines, each as it is on this machine. */
export function findEngines(): Engine[] {
  return [
    { name: 'Chromium', open: chromium() },
    { name: 'Firefox', open: firefox() },
    { name: 'WebKit', open: webkit() },
  ];
}

function chromium(): Engine['open'] {
  const path = findChromium();
  if (path === undefined) return { lacking: 'No Chrome or Chromium was found (Debian: chromium).' };
  return () => openChromium(path);
}

function firefox(): Engine['open'] {
  const path = process.env['FIREFOX_PATH'] ?? onPath('firefox-esr') ?? onPath('firefox');
  if (path === undefined) return { lacking: 'No Firefox was found (Debian: firefox-esr), nor named in FIREFOX_PATH.' };
  return () => openFirefox(path);
}

function webkit(): Engine['open'] {
  const driver = onPath('WebKitWebDriver');
  if (driver === undefined) return { lacking: 'No WebKitWebDriver was found (Debian: webkit2gtk-driver).' };
  if (process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return () => openWebkit(driver, []);
  const screen = onPath('xvfb-run');
  if (screen === undefined) return { lacking: 'WebKit needs a screen, and there is no xvfb-run (Debian: xvfb).' };
  return () => openWebkit(driver, [screen, '-a', '-s', '-screen 0 1600x1200x24']);
}
