import { createHmac } from 'node:crypto';
import { keyFor, type Purpose } from '../../scripts/export/pseudonym.ts';

/** Public: the demonstration's people do not exist. */
const secret = 'caseboard demonstration: public, protects nobody';

/** What the export of the demonstration calls somebody or something, worked out with Node's own library. */
export function demoPseudonym(purpose: Purpose, id: string): string {
  return createHmac('sha256', keyFor(secret, purpose)).update(id, 'utf8').digest('hex').slice(0, 16);
}
