import { isIPv4 } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { exitCodes, Failure } from '../terminal/failure.ts';

/** What `sslmode` can say; another word would be read as nothing, and send the password in the clear. */
const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/**
 * How the agency's database is reached, from DATABASE_URL or the PG* variables. A database on another machine is
 * reached with TLS and a certificate that is checked, unless `sslmode` (in the URL, or PGSSLMODE) says otherwise.
 * @param url instead of DATABASE_URL
 * Throws a Failure where `sslmode` is a word it does not have, and the driver's error where the URL is none.
 */
export function connectionOptions(url = process.env['DATABASE_URL']): ClientConfig {
  const asked = url ? new URLSearchParams(url.split('?')[1] ?? '') : new URLSearchParams();
  const mode = asked.get('sslmode') ?? process.env['PGSSLMODE'];
  if (mode && !modes.includes(mode)) {
    throw new Failure(`sslmode is "${mode}", which it cannot be. It can be ${modes.join(', ')}.`, {
      exitCode: exitCodes.source,
    });
  }
  const said = Boolean(mode) || ['ssl', 'sslcert', 'sslkey', 'sslrootcert'].some((name) => asked.has(name));
  const config = url ? { connectionString: url } : {};
  return { ...config, ...alive, ...(said || isThisMachine(new Client(config).host) ? {} : { ssl: true }) };
}

/** A night may wait an hour for a SELECT, but not for a server or a network that is gone without a word. */
const alive = { keepAlive: true, keepAliveInitialDelayMillis: 60_000 } as const;

/** A socket, `localhost`, or an address of the loopback. */
function isThisMachine(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (name.startsWith('/') || name === 'localhost' || name.endsWith('.localhost')) return true;
  const address = name.replace(/^::ffff:/, '');
  return name === '::1' || (isIPv4(address) && address.startsWith('127.'));
}
