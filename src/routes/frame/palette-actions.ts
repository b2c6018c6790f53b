import type { ThemeChoice } from '$lib/ui/frame/theme.ts';
import { formatView, type ChosenView } from '$lib/pages/view.ts';
import type { Entry } from './palette-entries.ts';

/** What the page can be told to do, and how it stands. */
export interface PageActions {
  theme: ThemeChoice;
  ontheme: (choice: ThemeChoice) => void;
  /** Takes all filters away. */
  onclear: () => void;
  /** Lists the keys. */
  onkeys: () => void;
}

/** The buttons at the top of a page, where it has them. */
const press = (action: string) => () => document.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click();

/**
 * What a reader can do from here, in the order it is listed.
 * @param hasFigures whether the page has figures of its own to copy, save and download
 */
export function actionEntries(
  view: ChosenView,
  hasFigures: boolean,
  { theme, ontheme, onclear, onkeys }: PageActions,
): Entry[] {
  const ofFigures: Entry[] = [
    { id: 'action copy', label: 'Copy the link to this page', run: press('copy') },
    { id: 'action save', label: 'Save this view', words: 'keep bookmark', run: press('save') },
    { id: 'action download', label: 'Download this page', words: 'excel csv parquet file', run: press('download') },
  ];
  const clear: Entry = { id: 'action filters', label: 'Take all filters away', words: 'clear reset', run: onclear };
  return [
    ...(hasFigures ? ofFigures : []),
    {
      id: 'action forget',
      label: 'Forget on this computer',
      words: 'sign out remove clear delete cache offline private',
      path: `/views/${formatView(view)}#forget`,
    },
    { id: 'action print', label: 'Print this page', words: 'paper pdf', run: () => window.print() },
    ...(Object.keys(view.filters).length > 0 ? [clear] : []),
    ...(['light', 'dark', 'system'] as const)
      .filter((choice) => choice !== theme)
      .map((choice) => ({
        id: `action theme ${choice}`,
        label: choice === 'system' ? 'Theme as the system has it' : `${choice === 'light' ? 'Light' : 'Dark'} theme`,
        words: 'colours mode',
        run: () => ontheme(choice),
      })),
    { id: 'action keyboard', label: 'List the keys', words: 'keyboard shortcuts help', run: onkeys },
  ];
}
