import { setTimeout as wait } from 'node:timers/promises';

/** One tab of a browser: what the three engines can all be asked for, so that the same lines drive each of them. */
export interface Tab {
  /** Opens an address; its scripts may still be on their way. */
  goto(address: string): Promise<void>;
  /** Runs a function in the page, given something, and gives back what it comes to; fails as the function does. */
  evaluate<Given, Value>(work: (given: Given) => Value | Promise<Value>, given: Given): Promise<Value>;
}

/** A browser that runs, with nothing in it from earlier. */
export interface OpenBrowser {
  version: string;
  tab: Tab;
  close(): Promise<void>;
}

/** Width and height of the page in every engine, so that all of them have the same room to draw in. */
export const viewport = { width: 1440, height: 900 };

/** Days fall as they do in the tests, wherever the machine stands. */
export const environment = { ...process.env, TZ: 'UTC' };

/** What tsx wraps functions with is not there in the page. */
export const unwrapped = 'globalThis.__name ??= (wrapped) => wrapped;';

/** Longest time in milliseconds until something of a page comes true. */
const patience = 120_000;

/**
 * Waits until something of the page comes true. Asked again and again: a script that waits in the page itself is lost with
 * the document it was given to, and an address just opened may not have come yet.
 */
export async function comesTrue<Given>(tab: Tab, holds: (given: Given) => boolean, given: Given): Promise<void> {
  for (const end = Date.now() + patience; !(await tab.evaluate(holds, given)); await wait(2)) {
    if (Date.now() > end) throw new Error(`In ${patience / 1000} s it did not come true that ${holds.toString()}`);
  }
}
