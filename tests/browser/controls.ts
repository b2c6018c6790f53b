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
