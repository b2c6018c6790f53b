import { expect, it } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const press = (key: string, held: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

it('keys of one character count outside text fields only, and only while they are on', () => {
  const free = { typing: false, single: true };
  expect(shortcutOf(press('?'), free)).toBe('help');
  expect(shortcutOf(press('/'), free)).toBe('palette');
  for (const held of [{ altKey: true }, { ctrlKey: true }, { metaKey: true }]) {
    expect(shortcutOf(press('?', held), free)).toBeNull();
  }
  for (const key of ['?', '/', 'k']) {
    expect(shortcutOf(press(key), { typing: true, single: true })).toBeNull();
    expect(shortcutOf(press(key), { typing: false, single: false })).toBeNull();
  }
});

it('Ctrl or ⌘ with K counts everywhere', () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
    expect(shortcutOf(press('k', held), { typing: true, single: false })).toBe('palette');
    expect(shortcutOf(press('K', held), { typing: false, single: true })).toBe('palette');
    expect(shortcutOf(press('j', held), { typing: false, single: true })).toBeNull();
    expect(shortcutOf(press('k', { ...held, altKey: true }), { typing: false, single: true })).toBeNull();
  }
});
