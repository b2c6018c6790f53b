import { KeptTexts } from '../../browser/storage.ts';

/** What the reader chose; 'system' follows the device. static/before-paint.js applies it before the first paint. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'caseboard:theme';
const kept = new KeptTexts();

export function readTheme(): ThemeChoice {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function applyTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
  // Where storage is refused the choice lasts for this page.
  if (choice === 'system') kept.remove(KEY);
  else kept.write(KEY, choice);
}
