import { createHash } from 'node:crypto';
import { contractTable } from '../../data/contract/contract.ts';
import { literal, type Database } from '../engine/database.ts';
import type { Source } from '../source/source.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';

/** Environment variable that holds the agency's secret. */
export const secretVariable = 'CASEBOARD_SECRET';

const demonstrationSecret = 'caseboard demonstration: public, protects nobody';
const shortestSecret = 16;

/**
 * The secret pseudonyms of a source are made with. A real source with rows about people is refused without one; the
 * demonstration agency uses a fixed public one, as its people do not exist.
 */
export function secretFor(source: Source): string {
  const secret = process.env[secretVariable] ?? '';
  if (secret.length >= shortestSecret) return secret;
  if (secret !== '') {
    throw new Failure(`${secretVariable} has ${secret.length} characters; it needs at least ${shortestSecret}.`, {
      exitCode: exitCodes.usage,
    });
  }
  if (source.demonstration) return demonstrationSecret;
  const about = [...source.selects.keys()].filter((name) => {
    const columns = contractTable(name)?.columns ?? {};
    return 'stay_id' in columns || ('person_id' in columns && name !== 'release_cohort');
  });
  if (about.length === 0) return '';
  throw new Failure(
    `The source ${source.name} has rows about people (${about.join(', ')}), which are exported only under ` +
      `pseudonyms. Put a secret of at least ${shortestSecret} characters into the environment variable ` +
      `${secretVariable}, keep it, and run the command again.`,
    { exitCode: exitCodes.source },
  );
}

/**
 * Defines the SQL macro `pseudonym(id)`: the first 16 hex digits of HMAC-SHA256 (RFC 2104) of the id with the secret.
 * The engine has no HMAC, so it is written out: H(key ⊕ opad, H(key ⊕ ipad, id)).
 */
export async function definePseudonym(database: Database, secret: string): Promise<void> {
  const block = Buffer.alloc(64);
  const key = Buffer.from(secret, 'utf8');
  (key.length > 64 ? createHash('sha256').update(key).digest() : key).copy(block);
  const pad = (byte: number) => literal(Buffer.from(block.map((value) => value ^ byte)).toString('hex'));
  await database.run(`CREATE OR REPLACE MACRO pseudonym(id) AS
    left(sha256(unhex(${pad(0x5c)}) || unhex(sha256(unhex(${pad(0x36)}) || encode(id)))), 16)`);
}
