export const nobody = 65534;
export const isRoot = process.getuid?.() === 0;

/** Does the work without root's right to read everything; the modules it needs are loaded already. */
export async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (!isRoot) return work();
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
