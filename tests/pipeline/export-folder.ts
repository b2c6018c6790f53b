import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AnswerFile } from '../../src/lib/export/answers.ts';
import { caseEvents, type CasePart } from '../../src/lib/export/case-part.ts';
import type { ExportLists, FileEntry, Manifest } from '../../src/lib/export/manifest.ts';

export interface ExportFiles {
  manifest: Manifest;
  files: ExportLists;
  folder: string;
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function readManifest(out: string): Manifest {
  return JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;
}

/** Every file the export lists, the lists included, and those that its answers name. */
function listedFiles(files: ExportLists, manifest: Manifest, folder: string): FileEntry[] {
  return [
    manifest.files,
    manifest.answers,
    ...Object.values(files.marts).flatMap((mart) => mart.parts),
    ...Object.values(files.answers),
    ...answerParts(files, folder),
  ];
}

/** The files that answers name as their parts. */
export function answerParts(files: ExportLists, folder: string): FileEntry[] {
  return Object.values(files.answers).flatMap(({ file }) => {
    const { parts = {} } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as AnswerFile;
    return Object.values(parts);
  });
}

/** Every answer by its name, and the content of each of its parts by that and the part's; timelines with their dates. */
export function writtenAnswers({ files, folder }: Pick<ExportFiles, 'files' | 'folder'>): [string, object][] {
  return Object.entries(files.answers).flatMap(([name, { file }]) => {
    const { parts = {}, ...answers } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as AnswerFile;
    const contents = Object.entries(parts).map(([part, entry]): [string, object] => {
      const content = JSON.parse(gunzipSync(readFileSync(join(folder, entry.file))).toString('utf8')) as object;
      return [`${name} ${part}`, 'cases' in content ? timelines(content as CasePart) : content];
    });
    return [[name, { ...answers, parts: Object.keys(parts) }] as [string, object], ...contents];
  });
}

function timelines(part: CasePart): object {
  return Object.fromEntries(Object.keys(part.cases).map((key) => [key, caseEvents(part, key).rows]));
}

/**
 * Reads an export the way a reader with no knowledge of the exporter would, and throws unless it is whole: the
 * manifest parses, and every listed file is there with the size and hash it is listed with.
 */
export function readWholeExport(out: string): ExportFiles {
  const manifest = readManifest(out);
  const folder = join(out, manifest.version);
  const read = (list: FileEntry) => {
    const content = JSON.parse(readFileSync(join(folder, list.file), 'utf8')) as ExportLists;
    if (content.version !== manifest.version) throw new Error(`${list.file} is of ${content.version}`);
    return content;
  };
  const files = { ...read(manifest.files), ...read(manifest.answers) };
  for (const entry of listedFiles(files, manifest, folder)) {
    const content = readFileSync(join(folder, entry.file));
    if (content.length !== entry.bytes)
      throw new Error(`${entry.file} has ${content.length} bytes, not ${entry.bytes}`);
    if (sha256(content) !== entry.sha256) throw new Error(`${entry.file} is not the file that was listed`);
  }
  return { manifest, files, folder };
}

/** Path and hash of every file below a folder, to say that nothing changed. */
export function hashesBelow(folder: string): Record<string, string> {
  const hashes: Record<string, string> = {};
  const visit = (at: string) => {
    for (const name of readdirSync(at).sort()) {
      const path = join(at, name);
      if (statSync(path).isDirectory()) visit(path);
      else hashes[relative(folder, path)] = sha256(readFileSync(path));
    }
  };
  visit(folder);
  return hashes;
}

/** Names beside the export folder that an export in progress, or a killed one, uses. */
export function leftovers(out: string): string[] {
  const beside = readdirSync(dirname(out)).filter((name) => /incoming/.test(name));
  const inside = existsSync(out) ? readdirSync(out).filter((name) => name.startsWith('.')) : [];
  return [...beside, ...inside];
}
