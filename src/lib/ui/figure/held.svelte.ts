/**
 * Words belong to their numbers: while those are still of the view before, so are the words, instead of being worked out
 * from old rows and the new view.
 */
export function heldWhile<Value>(stale: () => boolean, value: () => Value): { readonly current: Value } {
  let kept = value();
  const held = $derived.by(() => {
    if (!stale()) kept = value();
    return kept;
  });
  return {
    get current() {
      return held;
    },
  };
}
