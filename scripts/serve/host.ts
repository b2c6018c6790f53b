import { hostname, networkInterfaces } from 'node:os';

/**
 * Names a request may give as its Host. A page of another site whose name is made to lead to this machine would
 * otherwise read ours (DNS rebinding).
 * @param listening address listened on
 * @param further names readers use, for example behind a proxy
 */
export function expectedHosts(listening: string, further: readonly string[]): ReadonlySet<string> {
  const hosts = new Set(['localhost', '127.0.0.1', '::1', plain(listening), ...further.map(plain)]);
  if (['0.0.0.0', '::'].includes(plain(listening))) {
    hosts.add(plain(hostname()));
    for (const address of Object.values(networkInterfaces()).flat()) if (address) hosts.add(plain(address.address));
  }
  return hosts;
}

/** The name in a Host field, without its port; null where it is none. */
export function hostNameOf(field: string): string | null {
  const [, bracketed, name] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(field) ?? [];
  const host = bracketed ?? name;
  return host === undefined ? null : plain(host);
}

function plain(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}
