/**
 * Whether something has been so for a while: what comes and goes within a few frames is not worth moving the page for.
 * @param milliseconds how long it must have lasted
 */
export function lasting(condition: () => boolean, milliseconds: number): { readonly current: boolean } {
  let lasted = $state(false);
  $effect(() => {
    if (!condition()) return;
    const timer = setTimeout(() => (lasted = true), milliseconds);
    return () => {
      clearTimeout(timer);
      lasted = false;
    };
  });
  return {
    get current() {
      return lasted;
    },
  };
}
