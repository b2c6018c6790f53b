// Runs before the first paint.
(function () {
  var root = document.documentElement;
  // A reader who chose a theme never sees the other one flash by.
  try {
    var theme = localStorage.getItem('caseboard:theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // No storage (private window, policy): the system's theme applies.
  }
  // The HTML holds the figures of the default view; a link to another one must not pass them off as its own. The page
  // takes the mark away once each figure says for itself whether it is current.
  if (location.search.length > 1) {
    root.dataset.pending = '';
    document.addEventListener('DOMContentLoaded', function () {
      if ('pending' in root.dataset) document.getElementById('main').setAttribute('aria-busy', 'true');
    });
  }
})();
