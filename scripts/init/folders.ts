import { basename, dirname, join, relative } from 'node:path';
import { isHidden, isNamedByColumn, isPiece } from '../source/partitions.ts';

/** Files of Parquet that are one table: in folders named by columns, or in one that a job wrote in several pieces. */
export interface Folder {
  path: string;
  /** What its files are called below it. */
  pattern: string;
  /** The columns in the names of its folders, from the outermost. */
  columns: string[];
  files: number;
}

const isParquet = (name: string) => /\.parquet$/i.test(name);

/**
 * Tells the files of a folder that are pieces of one table from those that are a table each. What lies among pieces and is
 * none is left over: marks of the job that wrote them, and files of another kind.
 * @param paths all files below `root`
 */
export function foldersIn(
  root: string,
  paths: readonly string[],
): { folders: Folder[]; single: string[]; leftOver: string[] } {
  const pieces = new Map<string, string[]>();
  const single: string[] = [];
  const leftOver: string[] = [];
  for (const path of paths) {
    const names = relative(root, path).split(/[/\\]/);
    const at = names.slice(0, -1).findIndex(isNamedByColumn);
    const name = basename(path);
    const inFolder = at >= 0 || (names.length > 1 && isPiece(name) && isParquet(name));
    if (!inFolder) {
      single.push(path);
      continue;
    }
    const folder = at >= 0 ? join(root, ...names.slice(0, at)) : dirname(path);
    if (names.some(isHidden)) continue;
    if (!isParquet(name) && name.includes('.')) {
      leftOver.push(path);
      continue;
    }
    const files = pieces.get(folder) ?? [];
    files.push(path);
    pieces.set(folder, files);
  }
  const folders = [...pieces].map(([path, files]): Folder => {
    const [first = ''] = files;
    const between = relative(path, dirname(first)).split(/[/\\]/).filter(isNamedByColumn);
    const ending = files.every((file) => isParquet(file)) ? '*.parquet' : '[!._]*';
    return {
      path,
      pattern: between.length > 0 ? `**/${ending}` : ending,
      columns: between.map((name) => name.slice(0, name.indexOf('='))),
      files: files.length,
    };
  });
  return { folders: folders.sort((a, b) => (a.path < b.path ? -1 : 1)), single, leftOver };
}
