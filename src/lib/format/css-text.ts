/** A text as a CSS string: nothing in a name can end it, nor the style element it stands in. */
export function cssText(text: string): string {
  const escaped = [...text].map((character) =>
    /[\p{L}\p{N} .,:·–-]/u.test(character) ? character : `\\${(character.codePointAt(0) ?? 32).toString(16)} `,
  );
  return `"${escaped.join('')}"`;
}
