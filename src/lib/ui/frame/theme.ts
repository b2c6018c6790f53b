/** What the reader chose; 'system' follows the device. static/before-paint.js applies it before the first paint. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'caseboard:theme';

export function readTheme(): ThemeChoice {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function applyTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
  try {
    if (choice === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Storage refused: the choice lasts for this page.
  }
}
