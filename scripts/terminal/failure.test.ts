import { expect, it } from 'vitest';
import { openDatabase } from '../engine/database.ts';
import { exitCodes, Failure, machineFailure } from './failure.ts';

it('an engine that has no more memory, and no disk to go to, is told as a trouble of the machine', async () => {
  const database = await openDatabase({ memoryLimit: '20MB' });
  try {
    await database.run("SET temp_directory = ''");
    const cause: unknown = await database
      .rows('SELECT count(*) FROM (SELECT i, count(*) FROM range(4000000) AS t(i) GROUP BY i)')
      .catch((error: unknown) => error);
    const told = machineFailure(new Failure(`data/marts/due_task.sql failed: ${String(cause)}`), '/data/out');
    expect(told).toMatchObject({ exitCode: exitCodes.machine, message: expect.stringContaining('not enough memory') });
  } finally {
    database.close();
  }
});

it('what the machine has no part in stays as it was thrown', () => {
  const thrown = new Error('Catalog Error: Table with name stay does not exist');
  expect(machineFailure(thrown, '/data/out')).toBe(thrown);
});

it('what a database does not let its user read is no trouble of the disk', () => {
  const thrown = new Failure('stay.sql: the SELECT for the table stay failed: permission denied for table victim');
  expect(machineFailure(thrown, '/data/out')).toBe(thrown);
});
