import { cssText } from '../format/css-text.ts';

/**
 * How a memorandum looks, on the page, on paper and as PDF: one text for the preview and for the HTML document.
 * Sizes are in points, so that the preview is the paper. Always black on white, whatever the reader's theme.
 */
export const memoCss = `
.memo {
  color: #1b1b1b;
  background: #fff;
  color-scheme: light;
  font: 10pt/1.4 'Public Sans', Arial, Helvetica, sans-serif;
  overflow-wrap: break-word;
}
.memo p, .memo ul { margin: 0 0 6pt; }
.memo ul { padding: 0 0 0 14pt; list-style: disc; }
.memo li { margin: 0 0 2pt; }
.memo :is(.title, .part, .half) { color: inherit; line-height: 1.25; letter-spacing: 0; break-after: avoid; text-wrap: balance; }
.memo .title { margin: 0 0 12pt; font-size: 16pt; font-weight: 700; letter-spacing: 0.06em; }
.memo .part { margin: 15pt 0 4pt; font-size: 11pt; font-weight: 700; }
.memo .half { margin: 8pt 0 3pt; font-size: 10pt; font-weight: 700; }
.memo .marking { margin: 0 0 10pt; padding: 3pt 0; font-size: 8.5pt; font-weight: 600; text-align: center; border: 0.75pt solid #565c65; }
.memo .letterhead { margin: 0 0 10pt; font-size: 9pt; color: #3d4551; }
.memo .letterhead b { display: block; font-size: 10.5pt; color: #1b1b1b; }
.memo dl { margin: 0 0 4pt; padding: 0 0 6pt; border-bottom: 1.25pt solid #1b1b1b; }
.memo dl div { display: grid; grid-template-columns: 118pt minmax(0, 1fr); gap: 0 8pt; padding: 2pt 0; }
.memo dt { font-weight: 600; font-size: 9pt; }
.memo dd { margin: 0; min-height: 14pt; }
.memo dd.blank { border-bottom: 0.75pt solid #767d84; max-width: 200pt; }
.memo .note { font-size: 8.5pt; color: #3d4551; }
.memo .words { margin: 7pt 0 0; }
.memo table { width: 100%; margin: 5pt 0 8pt; border-collapse: collapse; font-size: 8.5pt; line-height: 1.3; table-layout: fixed; }
.memo thead { display: table-header-group; }
.memo thead th { padding: 3pt 6pt 3pt 0; font-size: 8pt; font-weight: 600; text-align: left; vertical-align: bottom; color: #3d4551; background: none; border-bottom: 0.75pt solid #1b1b1b; }
.memo tbody td, .memo tbody th { padding: 3pt 6pt 3pt 0; font-weight: 400; text-align: left; vertical-align: top; background: none; border-bottom: 0.5pt solid #c4c8cd; }
.memo th:last-child, .memo td:last-child { padding-right: 0; }
.memo table .end { text-align: right; padding-right: 14pt; font-variant-numeric: tabular-nums; white-space: normal; }
.memo td small, .memo th small { display: block; font-size: 7.5pt; color: #3d4551; }
.memo figure { margin: 5pt 0 8pt; }
.memo figure svg { display: block; width: 100%; height: auto; }
.memo figure svg text { font: 9px 'Public Sans', Arial, sans-serif; fill: #3d4551; }
.memo table:not(:has(tbody tr:nth-child(8))), .memo tr, .memo figure, .memo .signatures, .memo .comment, .memo .box { break-inside: avoid; }
.memo .signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 26pt 24pt; margin: 34pt 0 14pt; }
.memo .signatures div { border-top: 0.75pt solid #1b1b1b; padding-top: 2pt; font-size: 8.5pt; color: #3d4551; }
.memo .signatures b { display: block; min-height: 12pt; font-weight: 600; color: #1b1b1b; }
.memo .comment div { height: 19pt; border-bottom: 0.75pt solid #767d84; }
.memo .comment { margin: 0 0 12pt; }
.memo .comment p { margin: 0; font-weight: 600; }
.memo .box { display: flex; gap: 7pt; align-items: center; margin: 0; }
.memo .box i { flex: none; width: 11pt; height: 11pt; border: 1pt solid #1b1b1b; }
@media print {
  .memo { break-before: page; }
  .memo > .part:first-child { margin-top: 0; }
}
`;

/**
 * The page of one memorandum: its own foot and page numbers. Letter by default; on other paper the browser's choice
 * wins as long as nothing names a size.
 * @param name of the page in CSS, for several memoranda in one print
 */
export function pageCss(footer: string, options: { name?: string; paper?: 'Letter' | 'A4' } = {}): string {
  const { name = '', paper } = options;
  const size = paper ? `size: ${paper === 'Letter' ? '8.5in 11in' : '210mm 297mm'};` : '';
  const font = `font: 7.5pt 'Public Sans', Arial, sans-serif; color: #3d4551;`;
  return `@page ${name} { ${size} margin: 0.8in 0.85in 0.85in;
  @bottom-left { content: ${cssText(footer)}; width: 80%; text-align: left; ${font} }
  @bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); text-align: right; ${font} }
}`;
}
