import { expect, it } from 'vitest';
import { buildPacket } from './build.ts';
import { packetDataset, packetFixture, quarterOf } from './fixture.ts';

it('a quarter that is not over is never set beside a whole one without saying so', () => {
  const period = quarterOf(packetDataset());
  const packetAsOf = (as_of: string) =>
    buildPacket(packetFixture({ period, dataset: packetDataset({ as_of }) })).blocks;
  const whole = packetAsOf('2026-06-30');
  expect(JSON.stringify(whole)).not.toContain('to date');

  const words = 'quarter to date, to May 15, 2026, against a whole quarter';
  const blocks = packetAsOf('2026-05-15');
  // Under the population of a year before, and over the region against itself.
  const notes = blocks.flatMap((block, index) => (block.kind === 'note' && block.text.includes(words) ? [index] : []));
  expect(notes.map((index) => blocks[index + 1])).toMatchObject([
    { kind: 'table', caption: 'Population by institution' },
    { kind: 'table', caption: 'The region against a year before' },
  ]);
  const fields = blocks.find((block) => block.kind === 'fields');
  expect(fields?.fields[1]?.value).toContain(`Jun 30, 2025); ${words}`);
});
