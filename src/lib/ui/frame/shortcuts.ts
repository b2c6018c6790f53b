import { KeptTexts } from '../../browser/storage.ts';

/** What a key means on a page, whatever has the focus there. */
export type ShortcutAction = 'palette' | 'help';

const storageKey = 'caseboard:single-keys';
const kept = new KeptTexts();

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
  return kept.read(storageKey) !== 'off';
}

export function keepSingleKeys(on: boolean): void {
  // Where storage is refused the choice lasts for this page.
  if (on) kept.remove(storageKey);
  else kept.write(storageKey, 'off');
}
