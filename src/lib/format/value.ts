/** A recorded value as readers see it: `new_commitment` becomes "New commitment"; null is "Not recorded". */
export function valueLabel(value: string | null): string {
  if (value === null) return 'Not recorded';
  // Values that are not code words (names, grades, "25–34") are shown as given.
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(value)) return value;
  const words = value.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A text that begins a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
