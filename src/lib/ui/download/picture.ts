import { xmlText } from './xml-text.ts';
import { wrapText } from '../charts/text-width.ts';
import type { About } from './about.ts';

const svgSpace = 'http://www.w3.org/2000/svg';
/** White round the drawing, in px. */
const margin = 16;
const narrowest = 480;
const ink = '#1b1b1b';
const faint = '#565c65';

/** What a drawing takes from the page's styles; a file of its own has none. */
const drawn = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'stroke-linecap'],
  ...['stroke-opacity', 'opacity', 'paint-order', 'font-size', 'font-weight', 'text-anchor'],
];

/**
 * The charts of a figure as one SVG that stands alone: title and subtitle above, what the figures are of below, styles
 * as attributes, the typeface inside. Always in the light theme, as it is for paper.
 * @param body the element that holds the drawings, as laid out on the page
 * @param typeface the font file in base64; without it the picture falls back to the system's
 */
export function chartPicture(body: HTMLElement, about: About, typeface: string | null): SVGSVGElement {
  // The whole page for a moment, which nobody sees: the colours of both themes hang on its root.
  const { dataset } = document.documentElement;
  const theme = dataset['theme'];
  dataset['theme'] = 'light';
  try {
    return compose(body, about, typeface);
  } finally {
    if (theme === undefined) delete dataset['theme'];
    else dataset['theme'] = theme;
  }
}

function compose(body: HTMLElement, about: About, typeface: string | null): SVGSVGElement {
  const box = body.getBoundingClientRect();
  const width = Math.max(narrowest, Math.ceil(box.width)) + 2 * margin;
  const picture = element('svg', {
    xmlns: svgSpace,
    role: 'img',
    'font-family': "'Public Sans', system-ui, sans-serif",
  });
  const name = element('title');
  name.textContent = about.title;
  const description = element('desc');
  description.textContent = about.facts.map((fact) => `${fact.name}: ${fact.text}`).join('\n');
  const style = element('style');
  style.textContent = typeface
    ? `@font-face{font-family:'Public Sans';font-weight:100 900;src:url(data:font/woff2;base64,${typeface}) format('woff2')}text{font-variant-numeric:tabular-nums}`
    : 'text{font-variant-numeric:tabular-nums}';
  picture.append(name, description, style);
  const paper = element('rect', { width: '100%', height: '100%', fill: '#ffffff' });
  picture.append(paper);

  let y = margin;
  const write = (text: string, size: number, fill: string, weight = 400) => {
    for (const line of wrapText(text, width - 2 * margin, size * (weight > 400 ? 1.06 : 1))) {
      y += size * 1.35;
      const words = element('text', { x: margin, y: y - size * 0.3, 'font-size': size, fill, 'font-weight': weight });
      words.textContent = line;
      picture.append(words);
    }
  };
  write(about.title, 17, ink, 650);
  const shows = about.facts.find((fact) => fact.name === 'Shows');
  if (shows) write(shows.text, 13, faint);
  y += 10;

  const drawing = element('g', { transform: `translate(${margin - box.left} ${y - box.top})` });
  for (const chart of body.querySelectorAll('svg')) if (isShown(chart)) drawing.append(standalone(chart));
  for (const line of textLines(body)) drawing.append(line);
  picture.append(drawing);
  y += box.height + 10;

  const rest = about.facts.filter((fact) => fact !== shows);
  for (const { name: label, text } of rest) write(`${label}: ${text}`, 11, faint);
  const height = Math.ceil(y + margin);
  for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
    picture.setAttribute(key, String(value));
  }
  return picture;
}

/** A copy of a drawing where it lies on the page, with its styles as attributes. */
function standalone(chart: SVGSVGElement): SVGElement {
  const box = chart.getBoundingClientRect();
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  for (const [index, original] of originals.entries()) {
    const target = copies[index];
    if (!target) continue;
    const style = getComputedStyle(original);
    for (const property of drawn) {
      const value = style.getPropertyValue(property);
      if (value !== '') target.setAttribute(property, value);
    }
    for (const attribute of ['class', 'style', 'role', 'aria-label', 'aria-hidden']) target.removeAttribute(attribute);
  }
  for (const [key, value] of Object.entries({ x: box.left, y: box.top, width: box.width, height: box.height })) {
    copy.setAttribute(key, String(value));
  }
  copy.setAttribute('overflow', 'visible');
  return copy;
}

/** The words beside the drawings (keys, notes), line by line as they are broken on the page. */
function textLines(body: HTMLElement): SVGElement[] {
  const lines: SVGElement[] = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest('svg, .visually-hidden, .readout') || !isShown(parent)) continue;
    const style = getComputedStyle(parent);
    for (const { text, box } of brokenLines(node)) {
      const line = element('text', {
        x: box.left,
        y: box.bottom - box.height * 0.24,
        'font-size': style.fontSize,
        'font-weight': style.fontWeight,
        fill: style.color,
      });
      line.textContent = text;
      lines.push(line);
    }
  }
  return lines;
}

function brokenLines(node: Node): { text: string; box: DOMRect }[] {
  const content = node.textContent ?? '';
  const lines: { text: string; box: DOMRect }[] = [];
  const range = document.createRange();
  for (const { 0: word, index } of content.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.box.top - box.top) < box.height / 2) last.text += ` ${word}`;
    else lines.push({ text: word, box });
  }
  return lines;
}

function isShown(found: Element): boolean {
  return found.checkVisibility() && found.getBoundingClientRect().width > 0;
}

function element<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number> = {},
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

export function svgText(picture: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(new XMLSerializer().serializeToString(picture))}\n`;
}

/** The picture drawn at twice its size. */
export async function toPng(picture: SVGSVGElement): Promise<Blob> {
  const [width, height] = [Number(picture.getAttribute('width')), Number(picture.getAttribute('height'))];
  const address = URL.createObjectURL(new Blob([svgText(picture)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser offers no canvas to draw it on.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser made no picture.'))), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
