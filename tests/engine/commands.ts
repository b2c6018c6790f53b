import type { Request } from 'playwright-core';
import type { BrowserCommand } from 'vitest/node';

const recorded: string[] = [];
const record = (request: Request) => recorded.push(request.url());

/** Notes every request of the browser from now on, those of workers and frames included. */
export const recordRequests: BrowserCommand<[]> = ({ context }) => {
  recorded.length = 0;
  context.on('request', record);
};

/** Addresses asked for since `recordRequests`. */
export const recordedRequests: BrowserCommand<[]> = ({ context }) => {
  context.off('request', record);
  return [...recorded];
};

declare module 'vitest/browser' {
  interface BrowserCommands {
    recordRequests: () => Promise<void>;
    recordedRequests: () => Promise<string[]>;
  }
}
