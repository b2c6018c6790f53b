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
