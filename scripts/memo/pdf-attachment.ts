/** Name of the file a PDF carries: what was sealed of its memorandum, as canonical JSON. */
const fileName = 'sealed-memorandum.json';
const stream = `<</Type /EmbeddedFile /Subtype /application#2Fjson /Length `;

/**
 * The PDF with a text attached to it, as an addition at its end: nothing before it is touched. For PDFs as Chromium
 * writes them (a plain table of objects, a catalog without names); any other is given back as it is, without the text.
 */
export function withAttachment(pdf: Buffer, text: string): Buffer {
  const whole = pdf.toString('latin1');
  const end = /trailer\s*<<\s*\/Size (\d+)\s*\/Root (\d+) 0 R([^>]*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$/.exec(whole);
  if (!end) return pdf;
  const [, size = '', root = '', further = '', before = ''] = end;
  const begin = whole.lastIndexOf(`\n${root} 0 obj`);
  const catalog = begin < 0 ? undefined : /obj\s*(<<[\s\S]*?>>)\s*endobj/.exec(whole.slice(begin))?.[1];
  if (catalog === undefined || !catalog.includes('/Type /Catalog') || catalog.includes('/Names')) return pdf;

  const [file, named] = [Number(size), Number(size) + 1];
  const content = Buffer.from(text, 'utf8');
  const names = `/Names <</EmbeddedFiles <</Names [(${fileName}) ${named} 0 R]>>>>\n/AF [${named} 0 R]`;
  const objects: [number: number, body: Buffer][] = [
    [Number(root), Buffer.from(`${catalog.slice(0, -2)}\n${names}>>`, 'latin1')],
    [file, Buffer.concat([Buffer.from(`${stream}${content.length}>>\nstream\n`), content, Buffer.from('\nendstream')])],
    [
      named,
      Buffer.from(
        `<</Type /Filespec /F (${fileName}) /UF (${fileName}) /EF <</F ${file} 0 R>> /AFRelationship /Data>>`,
      ),
    ],
  ];
  const parts = [pdf, Buffer.from('\n')];
  let at = pdf.length + 1;
  const places = objects.map(([number, body]) => {
    const object = Buffer.concat([Buffer.from(`${number} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
    const place = `${String(at).padStart(10, '0')} 00000 n \n`;
    parts.push(object);
    at += object.length;
    return place;
  });
  const [first = '', ...rest] = places;
  parts.push(
    Buffer.from(
      `xref\n${root} 1\n${first}${file} 2\n${rest.join('')}trailer\n<</Size ${named + 1}\n/Root ${root} 0 R${further}\n` +
        `/Prev ${before}>>\nstartxref\n${at}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(parts);
}

/** The texts attached to a PDF by `withAttachment`; none where another program has written the file anew. */
export function attachmentsOf(pdf: Buffer): string[] {
  const found: string[] = [];
  for (let at = pdf.indexOf(stream); at >= 0; at = pdf.indexOf(stream, at + 1)) {
    const begin = pdf.indexOf('>>\nstream\n', at);
    const length = Number(pdf.toString('latin1', at + stream.length, begin));
    if (begin < 0 || !Number.isInteger(length)) continue;
    const content = begin + '>>\nstream\n'.length;
    found.push(pdf.toString('utf8', content, content + length));
  }
  return found;
}
