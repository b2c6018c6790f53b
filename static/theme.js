// Runs before the first paint, so that a reader who chose a theme never sees the other one flash by.
try {
  var theme = localStorage.getItem('caseboard:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // No storage (private window, policy): the system's theme applies.
}
