import { describe, expect, it } from 'vitest';
import { CaseKey } from './case-key.svelte.ts';
import { csvRows } from '../ui/table/csv.ts';

const head = 'pseudonym,number,person,facility_id\n';

describe('a key file', () => {
  it('explains pseudonyms, and finds a case by its number however it is written', () => {
    const key = new CaseKey();
    expect(key.size).toBe(0);
    expect(key.numberOf('ab12')).toBeNull();
    expect(key.open(csvRows(`\ufeff${head}ab12,"07,341-A",P1,F-2\r\ncd34,00122,P2,\n`))).toBeNull();
    expect(key.size).toBe(2);
    expect(key.numberOf('ab12')).toBe('07,341-A');
    expect(key.find('07,341a')).toEqual({ pseudonym: 'ab12', number: '07,341-A', facility: 'F-2' });
    expect(key.find(' 00122 ')).toMatchObject({ pseudonym: 'cd34', facility: null });
    expect(key.find('122')).toBeNull();
    key.close();
    expect(key.numberOf('ab12')).toBeNull();
    expect(key.find('00122')).toBeNull();
  });

  it('of another kind is refused, and the one before stays open', () => {
    const key = new CaseKey();
    key.open(csvRows(`${head}ab12,7,P1,F-2\n`));
    expect(key.open(csvRows('task,row,key\n1,2,3\n'))).toMatch(/^This is no key file/);
    expect(key.open(csvRows(head))).toBe('The key file explains no case.');
    expect(key.numberOf('ab12')).toBe('7');
  });
});
