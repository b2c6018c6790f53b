import { expect, it } from 'vitest';
import { inSentence } from './words.ts';

it('writes a label small inside a sentence, and a name as it is', () => {
  expect(inSentence('Program review')).toBe('program review');
  expect(inSentence('Post-release follow-up')).toBe('post-release follow-up');
  expect(inSentence('GED classes')).toBe('GED classes');
  expect(inSentence('Central Inmate Monitoring review')).toBe('Central Inmate Monitoring review');
  expect(inSentence('Financial Responsibility review')).toBe('Financial Responsibility review');
  expect(inSentence('Victim/Witness notification')).toBe('Victim/Witness notification');
});
