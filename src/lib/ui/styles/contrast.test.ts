import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name = '', light = '', dark = '']) => [
    name,
    [light, dark] as const,
  ]),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(first: string, second: string, theme: 0 | 1): number {
  const [a, b] = [first, second].map((name) =>
    luminance(name === 'white' ? '#ffffff' : (tokens.get(name)?.[theme] ?? '')),
  );
  const [high, low] = [Math.max(a ?? 0, b ?? 0), Math.min(a ?? 0, b ?? 0)];
  return (high + 0.05) / (low + 0.05);
}

const text: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3', 'link', 'accent', 'contrast-ink'].flatMap((ink): [string, string][] =>
    ['paper', 'wash', 'raised'].map((ground) => [ink, ground]),
  ),
  ...['heat-1', 'heat-2', 'heat-3', 'heat-4', 'line-2', 'info-wash', 'warn-wash'].map((g): [string, string] => [
    'ink',
    g,
  ]),
  ['on-accent', 'accent'],
  ['white', 'banner'],
];
const drawn: [string, string][] = [
  ...['edge', 'focus', 'contrast', 'two-1', 'two-2', 'three-3', 'four-1', 'four-2', 'four-3', 'four-4', 'other'].map(
    (mark): [string, string] => [mark, 'paper'],
  ),
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('colours of the %s theme', (_name, theme) => {
  it.each(text)('%s on %s reads at 4.5 to 1', (ink, ground) => {
    expect(contrast(ink, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(drawn)('%s on %s shows at 3 to 1', (mark, ground) => {
    expect(contrast(mark, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});
