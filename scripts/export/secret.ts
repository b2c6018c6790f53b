import { randomBytes } from 'node:crypto';
import { contractTable } from '../../data/contract/contract.ts';
import { demonstrationProblem } from '../source/demonstration.ts';
import type { Source } from '../source/source.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';

/** Environment variable that holds the agency's secret. */
export const secretVariable = 'CASEBOARD_SECRET';

const demonstrationSecret = 'caseboard demonstration: public, protects nobody';
const minSecretLength = 16;
const minCharacters = 8;
const remedy = '"caseboard secret" makes one that nobody can guess.';

/** A new secret: 256 random bits, as 43 letters, digits, "-" and "_". */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Why a text is no secret, as a sentence that does not repeat it; null when it may be one. */
export function secretProblem(secret: string): string | null {
  const characters = [...secret];
  if (characters.length < minSecretLength) {
    return `${secretVariable} has ${characters.length} characters; it needs at least ${minSecretLength}. ${remedy}`;
  }
  if (secret.trim() === '') return `${secretVariable} is made of spaces only. ${remedy}`;
  const different = new Set(characters).size;
  if (different < minCharacters) {
    return `${secretVariable} has only ${different} different characters; it needs at least ${minCharacters}. ${remedy}`;
  }
  if (isRepeated(characters)) return `${secretVariable} is one text repeated. ${remedy}`;
  if (isSequence(characters)) return `${secretVariable} runs along the alphabet or the digits. ${remedy}`;
  if (lettersOf(secret) === lettersOf(demonstrationSecret))
    return `${secretVariable} is the public key of the demonstration. ${remedy}`;
  return null;
}

/** Whether a text is a shorter one over and over, or one and half of it again. */
function isRepeated(characters: readonly string[]): boolean {
  for (let period = 1; 3 * period <= 2 * characters.length; period += 1) {
    if (characters.every((character, at) => at < period || character === characters[at - period])) return true;
  }
  return false;
}

/** A text however somebody typed it: its letters and digits, small. */
const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{Nd}]/gu, '');

/** Whether nearly every character is the one before, or its neighbour in the alphabet, as in "abcdefgh12345678". */
function isSequence(characters: readonly string[]): boolean {
  const codes = characters.map((character) => character.toLowerCase().codePointAt(0) ?? 0);
  const steps = codes.slice(1).filter((code, at) => Math.abs(code - (codes[at] ?? 0)) <= 1).length;
  return steps >= 0.75 * (codes.length - 1);
}

/** The secret of a source, and whether everybody knows it. */
export interface SourceSecret {
  secret: string;
  /** The key of the demonstration, which is in the code: it protects nobody. */
  isPublic: boolean;
}

/**
 * The secret pseudonyms of a source are made with; empty where nobody in it has an id that leaves. A source with rows
 * about people is refused without one. Only the data `caseboard demo` made, as it made them, use a fixed public one, as
 * their people do not exist: that a source calls itself a demonstration is not enough.
 */
export async function secretFor(source: Source): Promise<SourceSecret> {
  const secret = process.env[secretVariable] ?? '';
  if (secret !== '') {
    const problem = secretProblem(secret);
    if (problem) throw new Failure(problem, { exitCode: exitCodes.usage });
    return { secret, isPublic: false };
  }
  const about = [...source.selects.keys()].filter((name) => {
    const columns = contractTable(name)?.columns ?? {};
    return 'stay_id' in columns || ('person_id' in columns && name !== 'release_cohort');
  });
  if (about.length === 0) return { secret: '', isPublic: false };
  const problem = source.demonstration ? await demonstrationProblem(source) : null;
  if (source.demonstration && problem === null) return { secret: demonstrationSecret, isPublic: true };
  throw new Failure(
    `The source ${source.name} has rows about people (${about.join(', ')}), which are exported only under ` +
      `pseudonyms. ${problem ? `${problem} ` : ''}Put a secret into the environment variable ${secretVariable}, keep it, and ` +
      `run the command again. ${remedy}`,
    { exitCode: exitCodes.source },
  );
}
