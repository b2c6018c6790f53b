import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../machine.ts';
import { environment, unwrapped, viewport, type OpenBrowser } from './tab.ts';

/** Milliseconds the driver may take to listen, and a page to answer. */
const patience = { start: 20_000, script: 180_000 };

/**
 * WebKit as GTK programs have it, over WebDriver: requests of HTTP with JSON, four of which are all we need.
 * @param wrapper a program that gives the browser a screen, where there is none
 */
export async function openWebkit(driver: string, wrapper: readonly string[]): Promise<OpenBrowser> {
  const port = await freePort();
  const [program = driver, ...args] = [...wrapper, driver, `--port=${port}`];
  // In a group of its own, so that it ends with all it has started.
  const child = spawn(program, args, { detached: true, stdio: 'ignore', env: environment });
  try {
    const base = `http://127.0.0.1:${port}/session`;
    const created = (await whenItListens(child, () =>
      ask('POST', base, {
        capabilities: { alwaysMatch: { timeouts: { script: patience.script } } },
      }),
    )) as { sessionId: string; capabilities: { browserVersion: string } };
    const session = `${base}/${created.sessionId}`;
    await ask('POST', `${session}/window/rect`, viewport);
    let asked = 0;
    return {
      version: created.capabilities.browserVersion,
      tab: {
        async goto(address) {
          await ask('POST', `${session}/url`, { url: address });
          // A script given to a page that is just giving way to another process is never answered.
          const there = () =>
            ask('POST', `${session}/execute/sync`, { script: 'return location.href', args: [] }, 1000);
          for (let tries = 0; (await there().catch(() => null)) !== address; tries += 1) {
            if (tries === 30) throw new Error(`WebKit did not come to ${address}`);
            await wait(20);
          }
        },
        async evaluate<Given, Value>(work: (given: Given) => Value | Promise<Value>, given: Given) {
          const id = (asked += 1);
          const run = (script: string) =>
            ask('POST', `${session}/execute/sync`, { script, args: [given ?? null] }) as Promise<Said<Value> | null>;
          let said = await run(`${unwrapped}
            const keep = (said) => ((window.driverAsked = { id: ${id}, said }), said);
            const failed = (error) => keep({ failure: String(error) + '\\n' + (error?.stack ?? '') });
            try {
              const value = (${work.toString()})(arguments[0]);
              if (!(value instanceof Promise)) return keep({ value });
              value.then((value) => keep({ value }), failed);
            } catch (error) { return failed(error); }
            return null;`);
          // The driver can wait for a promise too, but now and then never tells that it has come.
          const look = `return window.driverAsked?.id === ${id} ? window.driverAsked.said : null;`;
          for (const until = Date.now() + patience.script; said === null; said = await run(look)) {
            if (Date.now() > until) throw new Error(`In WebKit this came to nothing: ${work.toString()}`);
            await wait(20);
          }
          if ('failure' in said) throw new Error(said.failure);
          return said.value;
        },
      },
      async close() {
        await ask('DELETE', session).finally(() => end(child));
      },
    };
  } catch (error) {
    end(child);
    throw error;
  }
}

/** What a function of the page came to. */
type Said<Value> = { value: Value } | { failure: string };

async function ask(
  method: 'POST' | 'DELETE',
  address: string,
  body?: unknown,
  timeout = patience.script,
): Promise<unknown> {
  const response = await fetch(address, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    signal: AbortSignal.timeout(timeout),
  });
  const { value } = (await response.json()) as { value: { error?: string; message?: string } | null };
  if (!response.ok) throw new Error(`WebKit’s driver says ${value?.error}: ${value?.message}`);
  return value;
}

/** Asks again until the driver listens, or has ended. */
async function whenItListens(child: ChildProcess, work: () => Promise<unknown>): Promise<unknown> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  for (const until = Date.now() + patience.start; ; await wait(50)) {
    try {
      return await work();
    } catch (error) {
      // Of fetch alone: the driver is not there yet.
      const early = error instanceof TypeError && failure === undefined && child.exitCode === null;
      if (!early || Date.now() > until) throw failure ?? error;
    }
  }
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid);
  } catch {
    // It has ended by itself.
  }
}
