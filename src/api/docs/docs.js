// SPDX-License-Identifier: Apache-2.0
// What the page of the API gains from a script: search, copying, colours, where one is. All of it
// stands on the page already; nothing is fetched.
'use strict';

const all = (selector) => [...document.querySelectorAll(selector)];
const plain = (text) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

function search() {
  const box = document.getElementById('find');
  const nothing = document.getElementById('nothing');
  const parts = all('.part').map((part) => ({
    part,
    title: plain(part.querySelector('h2').textContent),
    // Tables of fields stand beside the operations.
    rows: [...part.querySelectorAll(':scope > .operation, :scope > div')].map((row) => ({
      row,
      words: plain(row.textContent),
    })),
  }));
  const links = new Map(all('.side a').map((link) => [link.hash.slice(1), link.parentElement]));
  const look = () => {
    const wanted = plain(box.value.trim()).split(/\s+/).filter(Boolean);
    const fits = (words) => wanted.every((word) => words.includes(word));
    let shown = 0;
    for (const { part, title, rows } of parts) {
      const whole = fits(title);
      let some = 0;
      for (const { row, words } of rows) {
        row.hidden = !(whole || fits(words));
        some += row.hidden ? 0 : 1;
      }
      part.hidden = some === 0 && !whole;
      links.get(part.id)?.toggleAttribute('hidden', part.hidden);
      shown += part.hidden ? 0 : 1;
    }
    nothing.hidden = shown > 0;
  };
  box.hidden = false;
  box.addEventListener('input', look);
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    box.focus();
  });
}

function copying() {
  for (const button of all('.copy')) {
    const word = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent);
      button.textContent = '✓';
      setTimeout(() => {
        button.textContent = word;
      }, 1500);
    });
  }
}

function colours() {
  const key = 'clientela.docs.colours';
  const root = document.documentElement;
  const dark = () =>
    (root.dataset.colours ??
      (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const kept = localStorage.getItem(key);
  if (kept) root.dataset.colours = kept;
  const button = document.getElementById('colours');
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset.colours = dark() ? 'light' : 'dark';
    localStorage.setItem(key, root.dataset.colours);
  });
}

// The link of the part that stands at the top is marked; an address with # opens what it names.
function place() {
  document.getElementById('contents').open = matchMedia('(min-width: 55.01rem)').matches;
  const links = new Map(all('.side a').map((link) => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver(
    (entries) => {
      const seen = entries.find((entry) => entry.isIntersecting);
      if (!seen) return;
      for (const link of links.values()) link.removeAttribute('aria-current');
      links.get(seen.target.id)?.setAttribute('aria-current', 'true');
    },
    { rootMargin: '-15% 0px -75% 0px' },
  );
  for (const part of all('.part')) watch.observe(part);
  const open = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named instanceof HTMLDetailsElement) named.open = true;
  };
  addEventListener('hashchange', open);
  open();
}

colours();
search();
copying();
place();
