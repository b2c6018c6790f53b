/** Hands the reader a text file made in the page. */
export function downloadText(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  downloadFile(name, text, type);
}

/** Hands the reader a file made in the page. */
export function downloadFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Firefox reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** 'Population is above capacity' → 'population-is-above-capacity'. */
export function fileName(title: string, extension: string): string {
  const stem = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  return `${stem || 'table'}.${extension}`;
}
