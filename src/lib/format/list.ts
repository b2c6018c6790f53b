/** 'a', 'a and b', 'a, b and c'; nothing for none. */
export function formatList(items: readonly string[], word = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
