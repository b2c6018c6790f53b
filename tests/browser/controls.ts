import type { Locator, Page as Tab } from 'playwright-core';

/**
 * Presses a button by a script. A pointer on its way to a button is the first sign of a choice, for which the page wakes
 * the engine and fetches what may be chosen next: seconds of work that what is pressed here has no need of. Of pressing
 * with the pointer downloads.test.ts and accessibility.test.ts make sure.
 */
export async function press(button: Locator): Promise<void> {
  await button.dispatchEvent('click');
}

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
