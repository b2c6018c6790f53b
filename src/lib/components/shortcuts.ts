/** What a key means on a page, whatever has the focus there. */
export type ShortcutAction = 'palette' | 'help';

const storageKey = 'caseboard:single-keys';

/**
 * What a key press asks for. Single characters count only outside text fields, and only while the reader wants them
 * (WCAG 2.1.4): somebody who speaks to the computer sets them off by accident.
 */
export function shortcutOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  { typing, single }: { typing: boolean; single: boolean },
): ShortcutAction | null {
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return event.key.toLowerCase() === 'k' ? 'palette' : null;
  if (event.altKey || event.ctrlKey || event.metaKey || typing || !single) return null;
  return event.key === '/' ? 'palette' : event.key === '?' ? 'help' : null;
}

/** Whether keys typed now are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
}

export function readSingleKeys(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

export function keepSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
  } catch {
    // Storage refused: the choice lasts for this page.
  }
}

/** Every key of the site, for the list a reader can open and for the help page. */
export const shortcutList: readonly { where: string; keys: readonly { keys: readonly string[]; does: string }[] }[] = [
  {
    where: 'Everywhere',
    keys: [
      { keys: ['Ctrl+K', '⌘K', '/'], does: 'Find a page, place, measure, case manager, saved view or action' },
      { keys: ['?'], does: 'Show this list' },
      { keys: ['Tab'], does: 'The first press offers to skip to the content' },
      { keys: ['Esc'], does: 'Close what is open and go back to the button that opened it' },
    ],
  },
  {
    where: 'In a chart',
    keys: [
      { keys: ['←', '→'], does: 'Read the point before or after' },
      { keys: ['Home', 'End'], does: 'Read the first or the last point' },
      { keys: ['Esc'], does: 'Stop reading; the arrow keys scroll the page again' },
    ],
  },
  {
    where: 'In a table',
    keys: [
      { keys: ['Enter'], does: 'On a head: sort by it; again: the other way round; a third time: as it was' },
      { keys: ['←', '→'], does: 'Scroll a table that is wider than the page' },
    ],
  },
  {
    where: 'In a list that opens',
    keys: [
      { keys: ['↑', '↓'], does: 'Go to the entry before or after' },
      { keys: ['Enter'], does: 'Choose it' },
      { keys: ['a letter'], does: 'Type to find: names, and ids in full' },
    ],
  },
];
