import { describe, expect, it } from 'vitest';
import { DraftStore } from '../documents/memo/draft-store.ts';
import { newDraft } from '../documents/memo/draft.ts';
import { memoFixture } from '../documents/memo/fixture.ts';
import { MemoryStorage } from '../browser/fixture.ts';
import { filledIn } from '../documents/memo/prefill.ts';
import { DraftEditor } from './memo-draft.svelte.ts';

const input = memoFixture();
const open = (kept = new MemoryStorage(), whose = input) =>
  new DraftEditor(whose, new DraftStore('example', () => kept));

describe('a memorandum being written', () => {
  it('begins with the text filled in from the figures, and is kept only once somebody writes', () => {
    const kept = new MemoryStorage();
    const editor = open(kept);
    expect(editor.text('element-2')).toBe(filledIn(input)['element-2']);
    expect([editor.started, editor.isOwn('element-2'), kept.length]).toEqual([false, false, 0]);
    editor.write('element-2', 'Reviews were done on time.');
    expect([editor.started, editor.isOwn('element-2'), kept.length]).toEqual([true, true, 1]);
  });

  it('is there again when the page is opened anew, to the last letter', () => {
    const kept = new MemoryStorage();
    const editor = open(kept);
    editor.write('strengths', 'Careful, and\nquick.');
    editor.address({ through: 'The warden' });
    editor.date({ date: '2026-07-03' });
    const again = open(kept);
    expect(again.draft).toEqual(editor.draft);
    expect([again.text('strengths'), again.started]).toEqual(['Careful, and\nquick.', true]);
  });

  it('goes back to the filled-in text, and to nothing when it is discarded', () => {
    const kept = new MemoryStorage();
    const editor = open(kept);
    editor.write('element-3', 'Mine.');
    editor.reset('element-3');
    expect([editor.text('element-3'), editor.isOwn('element-3')]).toEqual([filledIn(input)['element-3'], false]);
    editor.discard();
    expect([editor.started, kept.length, editor.draft.texts]).toEqual([false, 0, {}]);
  });

  it('that was finished is open again as soon as anything is changed', () => {
    const editor = open();
    editor.setStatus('finished');
    expect(editor.draft.status).toBe('finished');
    editor.address({ from: 'The coordinator' });
    expect(editor.draft.status).toBe('draft');
  });

  it('remembers on which data a text was written; an address is of no data', () => {
    const kept = new MemoryStorage();
    open(kept).write('element-2', 'Mine.');
    const later = open(kept, { ...input, dataVersion: '2026-08-01.ffffffff' });
    later.address({ from: 'The coordinator' });
    expect(later.draft.dataVersion).toBe(input.dataVersion);
    later.write('element-2', 'Mine, read again.');
    expect(later.draft.dataVersion).toBe('2026-08-01.ffffffff');
  });

  it('of somebody else begins with who sent the last one', () => {
    const kept = new MemoryStorage();
    const first = open(kept);
    first.address({ from: 'The coordinator', through: 'The warden', for: 'The unit manager' });
    const next = open(kept, { ...input, person: { id: 'CM-0500', name: 'Another' } });
    expect(next.draft.addressees).toEqual({
      for: newDraft(input).addressees.for,
      from: 'The coordinator',
      through: 'The warden',
    });
    expect(next.started).toBe(false);
  });

  it('follows another tab, and no other draft', () => {
    const kept = new MemoryStorage();
    const [here, there] = [open(kept), open(kept)];
    there.write('element-2', 'From the other tab.');
    const key = new DraftStore('example', () => kept).keyOf(input.person.id, input.period.id);
    here.follow({ key: 'another' } as StorageEvent);
    expect(here.isOwn('element-2')).toBe(false);
    here.follow({ key } as StorageEvent);
    expect(here.text('element-2')).toBe('From the other tab.');
    kept.clear();
    here.follow({ key: null } as StorageEvent);
    expect(here.started).toBe(false);
  });

  it('stays on the page where the browser keeps nothing, with a sentence, until it can again', () => {
    const kept = new MemoryStorage();
    const editor = open(kept);
    kept.full = true;
    editor.write('element-2', 'Mine.');
    expect(editor.text('element-2')).toBe('Mine.');
    expect(editor.problem).toMatch(/did not keep the draft: its storage is full\. Save it as a file/);
    kept.full = false;
    editor.write('element-2', 'Mine still.');
    expect(editor.problem).toBeNull();
  });

  it('from a file takes the place of the one here, and is kept', () => {
    const kept = new MemoryStorage();
    const draft = { ...newDraft(input), texts: { discussion: 'From a file.' }, updated: '2026-07-03T08:00:00.000Z' };
    open(kept).replace(draft);
    expect(open(kept).text('discussion')).toBe('From a file.');
  });
});
