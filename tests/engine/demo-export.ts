import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateDemo } from '../../scripts/demo/generate.ts';
import { nativeEngine } from '../../scripts/engine/native.ts';
import { exportSource } from '../../scripts/export/export.ts';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { parityRequests } from './parity-requests.ts';

/**
 * Writes the small demonstration agency's export and the native engine's rows for every request of the parity test,
 * so that the browser can be held to them.
 */
export async function writeDemoExport(folder: string): Promise<void> {
  const sourceFolder = join(folder, 'demo-source');
  const out = join(folder, 'demo');
  await mkdir(folder, { recursive: true });
  await generateDemo({ size: 'small', seed: 7, out: sourceFolder });
  const source = await readSource(sourceFolder);
  const rejects = join(folder, 'demo-rejects.csv');
  const { manifest, files } = await exportSource(source, { out, rejects, report: silent });
  const engine = await nativeEngine(join(out, manifest.version), files, { copied: true });
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
