import { DatabaseError } from 'pg';
import { exitCodes, Failure, messageOf } from '../terminal/failure.ts';

/** Whether trying again later may do: the server was stopped, lost, busy or not reachable; nobody has to mend anything. */
export function passesByItself(cause: unknown): boolean {
  if (cause instanceof DatabaseError) {
    // Classes of SQLSTATE: connection, transaction rolled back, resources, operator intervention, system error, locks.
    // A broken protocol (08P01) is none of them: a SELECT that asks for a value is told so.
    return /^(08(?!P01)|40|53|57|58|55P03)/.test(cause.code ?? '');
  }
  return causesOf(cause).some((each) =>
    /ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|terminat|timeout/i.test(
      `${(each as { code?: string }).code ?? ''} ${messageOf(each)}`,
    ),
  );
}

/** The failure of a connection that could not be made: what the database or the network said, and what to do. */
export function databaseFailure(cause: unknown, what: string): unknown {
  if (cause instanceof Failure) return cause;
  const reason = withoutSecrets(reasonOf(cause));
  const later = passesByItself(cause);
  return new Failure(
    `${what} could not be reached: ${reason}. ${later ? `${tryAgain} If it stays so: ` : ''}${mendFor(cause, reason)}`,
    {
      exitCode: later ? exitCodes.later : exitCodes.source,
      cause,
    },
  );
}

export const tryAgain = 'Nothing was changed; run the command again later.';

function mendFor(cause: unknown, reason: string): string {
  const code = cause instanceof DatabaseError ? (cause.code ?? '') : '';
  if (code === '28P01' || /password/i.test(reason)) {
    return 'The password is not right for this user: correct PGPASSWORD, or the password in DATABASE_URL (special characters are written %40 for @, %3A for :, %2F for /).';
  }
  if (code === '28000' && /SSL|encryption/i.test(reason))
    return 'The server lets this user in over TLS only: say sslmode=verify-full (in DATABASE_URL, or PGSSLMODE).';
  if (code.startsWith('28') || code === '42501')
    return 'The server does not let this user in from here: ask its administrator for the right to connect and read (pg_hba.conf, GRANT CONNECT, GRANT SELECT).';
  if (code === '3D000') return 'Name the right database in DATABASE_URL or PGDATABASE.';
  if (/support SSL|certificate|TLS|SSL/i.test(reason)) {
    return (
      'A database on another machine is reached with TLS and a certificate that can be checked. Name the authority that ' +
      'issued it (sslrootcert in DATABASE_URL, or NODE_EXTRA_CA_CERTS), or say with sslmode (in DATABASE_URL, or ' +
      'PGSSLMODE) what else is to hold: no-verify, or disable where the network is protected otherwise.'
    );
  }
  return (
    'Check DATABASE_URL (postgresql://user:password@host:port/database) or PGHOST, PGPORT, PGDATABASE, PGUSER and ' +
    'PGPASSWORD, and that the user may connect and read.'
  );
}

function causesOf(cause: unknown): unknown[] {
  return cause instanceof AggregateError ? cause.errors : [cause];
}

/** Node gathers the refusals of every address of a host in one error without words. */
function reasonOf(cause: unknown): string {
  return [...new Set(causesOf(cause).map(messageOf))].join('; ').replace(/\.$/, '');
}

/** A password in an address, or a piece of one that was cut at a special character, is never printed. */
export function withoutSecrets(text: string): string {
  const secrets = [process.env['PGPASSWORD'] ?? '', passwordIn(process.env['DATABASE_URL'] ?? '')];
  // The driver takes what stands behind an unescaped @ for the host, and says its name.
  const pieces = secrets.flatMap((secret) => [secret, ...secret.split(/[@:/?#%]/)]).filter((piece) => piece.length > 2);
  return pieces
    .sort((a, b) => b.length - a.length)
    .reduce((said, piece) => said.replaceAll(piece, '…'), text.replace(/:\/\/[^\s]*@/g, '://…@'));
}

function passwordIn(url: string): string {
  const [, secret = ''] = /^\w+:\/\/[^:/]*:(.*)@[^@]*$/.exec(url) ?? [];
  return secret;
}
