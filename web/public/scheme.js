// SPDX-License-Identifier: Apache-2.0
// Sets the colour scheme and the language before the first paint. A file, not an inline script,
// because of the content security policy.
(function () {
  var root = document.documentElement;
  var chosen = 'auto';
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value') || 'auto';
    root.lang = localStorage.getItem('clientela.language') || 'es';
  } catch {
    // Storage may be closed to us; the defaults hold.
  }
  var dark =
    chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
