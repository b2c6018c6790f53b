/** Every text of the page a reader can see, or have read out. Runs in the page. */
export function visibleTexts(): string[] {
  const found: string[] = [];
  const main = document.querySelector('main')!;
  for (const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT); walker.nextNode();) {
    const text = (walker.currentNode.textContent ?? '').replace(/\s+/g, ' ').trim();
    const parent = walker.currentNode.parentElement!;
    if (text !== '' && !parent.closest('option') && parent.checkVisibility({ visibilityProperty: true }))
      found.push(text);
  }
  for (const svg of main.querySelectorAll('[aria-label]')) {
    if (svg.checkVisibility({ visibilityProperty: true })) found.push(svg.getAttribute('aria-label')!);
  }
  return found;
}
