import typefaceAddress from '@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2?url';
import { toCsv } from '../table/csv.ts';
import { downloadFile, fileName } from './download.ts';
import { aboutLines, type About } from './about.ts';
import type { SavedTable } from './saved-table.ts';

export type TableFormat = 'csv' | 'xlsx' | 'parquet';
export type PictureFormat = 'svg' | 'png';

const types = {
  csv: 'text/csv;charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

/**
 * Hands the reader tables as one file: several become sheets of one workbook, or files of one archive.
 * @param title names the file
 * @param engineFolder URL of the `engine/` folder, where the Parquet library lies
 */
export async function saveTables(
  format: TableFormat,
  title: string,
  tables: readonly SavedTable[],
  engineFolder: string,
): Promise<void> {
  if (format === 'xlsx') {
    const { toExcel } = await import('./excel.ts');
    return downloadFile(fileName(title, 'xlsx'), await toExcel(tables), types.xlsx);
  }
  const contents: (string | Uint8Array<ArrayBuffer>)[] = [];
  if (format === 'csv') {
    contents.push(...tables.map(({ about, columns, rows }) => toCsv(columns, rows, aboutLines(about))));
  } else {
    const { openParquetWriter, toParquet } = await import('./parquet.ts');
    await openParquetWriter(engineFolder);
    contents.push(...tables.map(toParquet));
  }
  const [only] = contents;
  if (contents.length === 1 && only !== undefined) {
    return downloadFile(fileName(title, format), only, types[format]);
  }
  const { zipSync } = await import('fflate');
  const names = archiveNames(
    tables.map(({ about }) => about.title),
    format,
  );
  const encoder = new TextEncoder();
  const files = Object.fromEntries(
    contents.map((content, index) => [
      names[index] ?? '',
      typeof content === 'string' ? encoder.encode(content) : content,
    ]),
  );
  downloadFile(fileName(title, 'zip'), zipSync(files) as Uint8Array<ArrayBuffer>, types.zip);
}

/** File names in the order of the page, so that no two are the same. */
function archiveNames(titles: readonly string[], extension: string): string[] {
  return titles.map((title, index) => `${String(index + 1).padStart(2, '0')}-${fileName(title, extension)}`);
}

/** Hands the reader the drawings of a figure as a picture. */
export async function savePicture(format: PictureFormat, body: HTMLElement, about: About): Promise<void> {
  const { chartPicture, svgText, toPng } = await import('./picture.ts');
  const picture = chartPicture(body, about, await typeface());
  if (format === 'svg') return downloadFile(fileName(about.title, 'svg'), svgText(picture), 'image/svg+xml');
  downloadFile(fileName(about.title, 'png'), await toPng(picture), 'image/png');
}

/** The site's own font file in base64; null when the host does not give it, for a picture without it is better than none. */
async function typeface(): Promise<string | null> {
  try {
    const response = await fetch(typefaceAddress);
    if (!response.ok) return null;
    let binary = '';
    for (const byte of new Uint8Array(await response.arrayBuffer())) binary += String.fromCharCode(byte);
    return btoa(binary);
  } catch {
    return null;
  }
}
