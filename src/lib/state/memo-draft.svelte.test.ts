import { describe, expect, it } from 'vitest';
import { DraftStore } from '../documents/memo/draft-store.ts';
import { newDraft, sealedOf } from '../documents/memo/draft.ts';
import { measure, memoFixture, share } from '../documents/memo/fixture.ts';
import { MemoryStorage } from '../browser/fixture.ts';
import { DraftEditor } from './memo-draft.svelte.ts';

const input = memoFixture();
/** As the page opens it, before there are figures. */
const openEarly = (kept = new MemoryStorage()) =>
  new DraftEditor({ ...input, ratingOfficial: null }, new DraftStore('example', () => kept));
function open(kept = new MemoryStorage(), whose = input): DraftEditor {
  const editor = new DraftEditor(whose, new DraftStore('example', () => kept));
  editor.takeFigures(whose);
  return editor;
}

describe('a memorandum being written', () => {
  it('begins without a word of its own, and is kept only once somebody writes', () => {
    const kept = new MemoryStorage();
    const editor = open(kept);
    expect([editor.text('element-2'), editor.started, kept.length]).toEqual(['', false, 0]);
    editor.write('element-2', 'Reviews were done on time.');
    expect([editor.text('element-2'), editor.started, kept.length]).toEqual(['Reviews were done on time.', true, 1]);
  });

  it('can be written before there are figures, which neither change the words nor a name that was written', async () => {
    const kept = new MemoryStorage();
    const editor = openEarly(kept);
    expect([editor.filled('element-2'), editor.draft.addressees.for]).toEqual([null, '']);
    await editor.finish('example', null);
    expect(editor.draft.sealed).toEqual([]);
    editor.write('element-2', 'Written early.');
    editor.takeFigures(input);
    expect(editor.filled('element-2')).toContain('(61 of 74) on time');
    expect([editor.text('element-2'), editor.draft.addressees.for]).toEqual([
      'Written early.',
      'Jordan Reyes, Unit Manager',
    ]);

    const other = openEarly();
    other.address({ for: 'The associate warden' });
    other.takeFigures(input);
    expect(other.draft.addressees.for).toBe('The associate warden');
    const untouched = openEarly();
    untouched.takeFigures(input);
    expect([untouched.draft.addressees.for, untouched.started]).toEqual(['Jordan Reyes, Unit Manager', false]);
  });

  it('has the sentences of the figures follow the data beside words that stay', () => {
    const kept = new MemoryStorage();
    open(kept).write('element-2', 'Mine.');
    const later = open(
      kept,
      memoFixture({
        measures: [measure({ id: 'r', label: 'Program review', figure: share(63, 69), position: 'above' })],
      }),
    );
    expect(later.text('element-2')).toBe('Mine.');
    expect(later.filled('element-2')).toContain('(63 of 69) on time, above the');
    expect(open(kept).filled('element-2')).toContain('(61 of 74) on time, below the');
  });

  it('leaves the sentences of a field out, and takes them in again', () => {
    const kept = new MemoryStorage();
    const editor = open(kept);
    editor.leaveOut('strengths', true);
    expect([open(kept).isLeftOut('strengths'), open(kept).isLeftOut('discussion')]).toEqual([true, false]);
    editor.leaveOut('strengths', false);
    expect(open(kept).isLeftOut('strengths')).toBe(false);
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

  it('goes back to nothing when it is discarded', () => {
    const kept = new MemoryStorage();
    const editor = open(kept);
    editor.write('element-3', 'Mine.');
    editor.discard();
    expect([editor.started, kept.length, editor.draft.texts]).toEqual([false, 0, {}]);
  });

  it('that is final keeps what was sealed, in this browser, whatever is written after it', async () => {
    const kept = new MemoryStorage();
    const editor = open(kept);
    editor.write('element-2', 'As signed.');
    await editor.finish('example', null);
    const [signed] = editor.draft.sealed;
    expect([editor.draft.status, signed?.seal.version, signed?.seal.amends]).toEqual([
      'finished',
      input.dataVersion,
      null,
    ]);
    expect(open(kept).draft).toEqual(editor.draft);

    const later = open(kept, { ...input, dataVersion: '2026-08-01.ffffffff' });
    later.amend();
    later.write('element-2', 'Amended.');
    expect([later.draft.status, later.draft.sealed]).toEqual(['draft', [signed]]);
    later.goBack();
    expect([later.draft.status, sealedOf(later.draft)]).toEqual(['finished', signed]);
    later.amend();
    await later.finish('example', null);
    const [, second] = later.draft.sealed;
    expect([second?.seal.amends, second?.seal.version]).toEqual([signed?.sha256, '2026-08-01.ffffffff']);
  });

  it('that is final stays so while disputes are recorded', async () => {
    const editor = open();
    await editor.finish('example', null);
    editor.setDisputes([]);
    expect(editor.draft.status).toBe('finished');
    editor.followUp('Look again.');
    expect(editor.draft.status).toBe('draft');
  });

  it('is not final when somebody writes on while it is sealed', async () => {
    const editor = open();
    const sealing = editor.finish('example', null);
    editor.write('element-2', 'One word more.');
    await sealing;
    expect([editor.draft.status, editor.draft.sealed]).toEqual(['draft', []]);
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
    expect(here.text('element-2')).toBe('');
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
