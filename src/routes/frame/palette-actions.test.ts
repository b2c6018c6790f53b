import { describe, expect, it } from 'vitest';
import { exampleDataset } from '$lib/export/fixture.ts';
import { defaultView, type ChosenView } from '$lib/pages/view.ts';
import { actionEntries } from './palette-actions.ts';

const whole = defaultView(exampleDataset());
const filtered: ChosenView = { ...whole, filters: { sex: ['M'] } };

/** Labels offered, and what was done by choosing each that does something here. */
function offered(view: ChosenView, hasFigures: boolean) {
  const done: string[] = [];
  const entries = actionEntries(view, hasFigures, {
    theme: 'dark',
    ontheme: (choice) => done.push(choice),
    onclear: () => done.push('cleared'),
    onkeys: () => done.push('keys'),
  });
  const ids = ['action theme light', 'action theme system', 'action filters', 'action keyboard'];
  for (const { id, run } of entries) if (ids.includes(id)) run?.();
  return { labels: entries.map(({ label }) => label), done, entries };
}

describe('what a reader can do from the list of everything', () => {
  it('is what the page has: its figures, its filters, another theme', () => {
    const { labels, done } = offered(filtered, true);
    expect(labels).toEqual([
      'Copy the link to this page',
      'Save this view',
      'Download this page',
      'Forget on this computer',
      'Print this page',
      'Take all filters away',
      'Light theme',
      'Theme as the system has it',
      'List the keys',
    ]);
    expect(done).toEqual(['cleared', 'light', 'system', 'keys']);
  });

  it('leaves out what there is nothing of, and keeps the view on the way to forgetting', () => {
    const { labels, done, entries } = offered(whole, false);
    expect(labels).toEqual([
      'Forget on this computer',
      'Print this page',
      'Light theme',
      'Theme as the system has it',
      'List the keys',
    ]);
    expect(done).toEqual(['light', 'system', 'keys']);
    const forget = offered(filtered, false).entries.find(({ id }) => id === 'action forget');
    expect(forget?.path).toBe('/views/?sex=M#forget');
    expect(entries.find(({ id }) => id === 'action forget')?.path).toBe('/views/#forget');
  });
});
