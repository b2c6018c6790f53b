import { createHash, hkdfSync } from 'node:crypto';
import { literal, type Database } from '../engine/database.ts';

/**
 * What a pseudonym is for. Each purpose has a key of its own, so that the same id under two purposes gives two texts
 * nobody without the secret can join. Marts share a purpose only where the product joins them: a task in the worklist
 * leads to its case.
 */
export const purposes = ['stay', 'task', 'release', 'person followed', 'person compared'] as const;
export type Purpose = (typeof purposes)[number];

/** Key of a purpose, 32 bytes: HKDF-SHA-256 (RFC 5869) of the agency's secret, without salt. */
export function keyFor(secret: string, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `caseboard pseudonym: ${purpose}`, 32));
}

/**
 * Defines the SQL macro `pseudonym(purpose, id)`: the first 16 hex digits of HMAC-SHA-256 (RFC 2104) of the id with
 * the key of the purpose. The engine has no HMAC, so it is written out: H(key ⊕ opad, H(key ⊕ ipad, id)). A purpose
 * nobody declared is an error, not a text everybody can make.
 */
export async function definePseudonym(database: Database, secret: string): Promise<void> {
  const pads = (byte: number) => {
    const cases = purposes.map(
      (purpose) => `WHEN ${literal(purpose)} THEN ${literal(pad(keyFor(secret, purpose), byte))}`,
    );
    return `unhex(CASE purpose ${cases.join(' ')} ELSE error('no pseudonym has the purpose ' || purpose) END)`;
  };
  await database.run(`CREATE OR REPLACE MACRO pseudonym(purpose, id) AS
    left(sha256(${pads(0x5c)} || unhex(sha256(${pads(0x36)} || encode(id)))), 16)`);
}

/** The key filled up to a block of SHA-256, every byte ⊕ `byte`, in hex. */
function pad(key: Buffer, byte: number): string {
  const block = Buffer.alloc(64);
  key.copy(block);
  return Buffer.from(block.map((value) => value ^ byte)).toString('hex');
}

/**
 * The secret of a source that needs none, because nobody in it has an id that leaves: a hash of the research file it
 * holds. Rows are then in an order that only somebody who has the whole file can make again.
 */
export async function secretOfContents(database: Database): Promise<string> {
  const lines = await database.value(
    `SELECT string_agg(line, '' ORDER BY line) FROM (SELECT sha256(CAST(row AS VARCHAR)) AS line FROM main.release_cohort AS row)`,
  );
  return createHash('sha256')
    .update(String(lines ?? ''))
    .digest('hex');
}
