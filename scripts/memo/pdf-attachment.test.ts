import { describe, expect, it } from 'vitest';
import { attachmentsOf, withAttachment } from './pdf-attachment.ts';

/** A PDF of one empty page, in the form Chromium writes. */
function emptyPdf(catalog = ''): Buffer {
  const objects = [
    '<</Producer (test)>>',
    '<</Type /Page /Parent 3 0 R /MediaBox [0 0 612 792]>>',
    '<</Type /Pages /Kids [2 0 R] /Count 1>>',
    `<</Type /Catalog\n/Pages 3 0 R${catalog}\n/ViewerPreferences <</Type /ViewerPreferences\n/DisplayDocTitle true>>\n/Lang (en-US)>>`,
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((body, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = text.length;
  return Buffer.from(
    `${text}xref\n0 5\n0000000000 65535 f \n${places.join('')}trailer\n<</Size 5\n/Root 4 0 R\n/Info 1 0 R>>\nstartxref\n${table}\n%%EOF\n`,
    'latin1',
  );
}

describe('a text attached to a PDF', () => {
  const text = '{"figure":"61 of 69","name":"Núñez >> stream"}';
  const pdf = withAttachment(emptyPdf(), text);

  it('is read back, and leaves what was there untouched', () => {
    expect(attachmentsOf(pdf)).toEqual([text]);
    expect(pdf.subarray(0, emptyPdf().length).equals(emptyPdf())).toBe(true);
    expect(attachmentsOf(emptyPdf())).toEqual([]);
  });

  it('is found where the new table of objects says, and the new catalog is the old one with a name', () => {
    const whole = pdf.toString('latin1');
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(whole)?.[1]);
    const lines = whole.slice(table).split('\n');
    expect([lines[0], lines[1], lines[3]]).toEqual(['xref', '4 1', '5 2']);
    const objectAt = (line: string | undefined) => whole.slice(Number(line?.slice(0, 10)));
    expect(objectAt(lines[2])).toMatch(/^4 0 obj\n<<\/Type \/Catalog\n\/Pages 3 0 R[^]*\/AF \[6 0 R\]>>\nendobj/);
    expect(objectAt(lines[4])).toMatch(/^5 0 obj\n<<\/Type \/EmbeddedFile/);
    expect(objectAt(lines[5])).toMatch(/^6 0 obj\n<<\/Type \/Filespec/);
    expect(whole.slice(table)).toContain(`/Prev ${emptyPdf().toString('latin1').indexOf('xref\n')}`);
  });

  it('is left out where the PDF is of another form', () => {
    const named = emptyPdf('\n/Names 9 0 R');
    expect(withAttachment(named, text)).toBe(named);
    const other = Buffer.from('%PDF-1.7 with a compressed table');
    expect(withAttachment(other, text)).toBe(other);
  });
});
