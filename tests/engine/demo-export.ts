import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nativeEngine } from '../../scripts/engine/native.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { demonstration } from '../demonstration.ts';
import { parityRequests } from './parity-requests.ts';

/**
 * Lays a copy of the small demonstration agency's export there, with the native engine's rows for every request of the
 * parity test, so that the browser can be held to them.
 */
export async function writeDemoExport(folder: string): Promise<void> {
  const out = join(folder, 'demo');
  await cp((await demonstration('site')).out, out, { recursive: true });
  const { manifest, files, folder: version } = await readExport(out);
  const engine = await nativeEngine(version, files, { copied: true });
  // The two cases with most to say, and none.
  const found = await engine.query(
    'SELECT stay_key FROM case_event GROUP BY stay_key ORDER BY count(*) DESC, stay_key LIMIT 2',
  );
  const cases = [...found.map(({ stay_key: key }) => String(key)), 'nobody'];
  await writeFile(join(out, 'cases.json'), JSON.stringify(cases));
  const rows = [];
  for (const { question, request } of parityRequests(manifest, cases)) {
    rows.push((await ask(engine, files.marts, question, request)).rows);
  }
  engine.close();
  await writeFile(join(out, 'native-rows.json'), JSON.stringify(rows));
}
