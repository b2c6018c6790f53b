import type { Page as Tab } from 'playwright-core';

/** Chooses a period in the picker, with the pointer, and waits until the page has taken it. */
export async function choosePeriod(tab: Tab, label: string): Promise<void> {
  await tab.getByRole('button', { name: /^Period:/ }).click();
  await tab.getByRole('dialog', { name: 'Period' }).getByRole('button', { name: label }).click();
  await tab.getByRole('button', { name: new RegExp(`^Period: ${label}`) }).waitFor();
}

/** What the page says about itself, apart from the figures. */
export function noticesOf(tab: Tab): Promise<string[]> {
  return tab.locator('main > .notice').allInnerTexts();
}

/** The reader looks at something else for some minutes and comes back. */
export async function leaveAndComeBack(tab: Tab): Promise<void> {
  await tab.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 300_000;
    for (const state of ['hidden', 'visible']) {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }
  });
}
