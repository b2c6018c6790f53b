/** 'memo-2026q3-cm-0417-alex-morgan.pdf': sorts by quarter, says whose it is, and is a file name everywhere. */
export function memoFileName(
  memo: { period: { id: string }; person: { id: string; name: string } },
  extension: string,
): string {
  const words = ['memo', memo.period.id, memo.person.id, memo.person.name].map(slug).filter((word) => word !== '');
  return `${words.join('-').slice(0, 100)}.${extension}`;
}

/** A text as part of a file name: lower-case letters and digits, hyphens between. */
export function slug(text: string): string {
  // Letters lose their accents rather than their place: 'Núñez' is 'nunez'.
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return bare.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** Names made unique by a number: 'a.pdf', 'a-2.pdf'. Ids that differ only in signs share a name. */
export function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : name.replace(/(\.[^.]*)$/, `-${times}$1`);
  });
}
