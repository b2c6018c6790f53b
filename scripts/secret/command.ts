import { Command } from 'commander';
import { makeSecret, secretVariable } from '../export/secret.ts';

/** `caseboard secret`: prints a new secret and nothing else, so that it can be piped where secrets are kept. */
export function secretCommand(): Command {
  return new Command('secret')
    .description(`print a new secret for ${secretVariable}: 256 random bits`)
    .addHelpText(
      'after',
      `\nPseudonyms stay the same as long as the secret does: keep it where the agency keeps passwords.`,
    )
    .action(() => {
      process.stdout.write(`${makeSecret()}\n`);
    });
}
