/**
 * What XML 1.0 cannot hold, however it is written: control characters but tab and line ends, halves of characters, and
 * two that are none. One of them in a name, and Excel, Word or a browser refuses the whole file.
 */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** A text as a file of XML (SVG, Excel, Word) can hold it: what it cannot shows as �. */
export function xmlText(text: string): string {
  return text.replace(illegal, '\ufffd');
}

/** The same for every text of a document made of plain objects and lists. */
export function xmlTexts<Content>(content: Content): Content {
  if (typeof content === 'string') return xmlText(content) as Content;
  if (Array.isArray(content)) return content.map(xmlTexts) as Content;
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, xmlTexts(value)])) as Content;
}
