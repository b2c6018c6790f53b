/** What `caseboard init` could not decide stands behind this mark in a SELECT, and as the meaning of a code. */
export const toDoMark = 'TO DO:';
export const toDoCode = 'TO DO';

/** The lines of a SELECT that are left to do, with their numbers. */
export function toDosOf(sql: string): { line: number; text: string }[] {
  return sql.split('\n').flatMap((line, index) => {
    const [, text] = /--\s*TO DO:\s*(.+)$/.exec(line) ?? [];
    return text === undefined ? [] : [{ line: index + 1, text: text.trim() }];
  });
}

/** Whether a text is made of comments alone: a table that is not supplied yet. */
export function onlyComments(sql: string): boolean {
  return sql.split('\n').every((line) => line.trim() === '' || line.trim().startsWith('--'));
}
