import type { Handle } from '@sveltejs/kit';

/** Asks for the one font with the styles: found in them only later, its letters would move every line that has wrapped. */
export const handle: Handle = ({ event, resolve }) =>
  resolve(event, { preload: ({ type }) => type === 'js' || type === 'css' || type === 'font' });
