// SPDX-License-Identifier: Apache-2.0
// What the browser loads, compressed, until the home page stands after login, from the build's own
// graph: the page, its entry, the login's chunk, one language, the home route, the styles, the
// typeface. Fails above the budget.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const kBudget = 300 * 1000;
const dist = new URL('../dist/', import.meta.url).pathname;
const assets = join(dist, 'assets');
const names = readdirSync(assets).filter((name) => !/\.(br|gz)$/.test(name));
const html = readFileSync(join(dist, 'index.html'), 'utf8');

// What a chunk imports at once, and the chunks and styles that the asked-for dynamic imports bring.
const kAsked = /^(home|LoginPage|es)-/;
const loaded = new Set();
function load(name) {
  if (loaded.has(name)) return;
  loaded.add(name);
  if (!name.endsWith('.js')) return;
  const text = readFileSync(join(assets, name), 'utf8');
  for (const [, found] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) load(found);
  // A lazily imported chunk that is asked for brings its list of dependencies (`__vite__mapDeps`).
  const deps = JSON.parse(
    (text.match(/m\.f=(\[[^\]]*\])|=>\(?m\.f\|\|\(m\.f=(\[[^\]]*\])/) ?? [])[2]?.replace(
      /'/g,
      '"',
    ) ?? '[]',
  );
  for (const [, found, list] of text.matchAll(
    /import\(["'`]\.\/([^"'`]+)["'`]\)(?:,__vite__mapDeps\(\[([\d,]*)\]\))?/g,
  )) {
    if (!kAsked.test(found)) continue;
    load(found);
    for (const index of (list ?? '').split(',').filter(Boolean))
      load(String(deps[Number(index)]).replace(/^.*\//, ''));
  }
}
for (const [, found] of html.matchAll(/assets\/([^"]+)"/g)) load(found);
for (const name of names) if (name.endsWith('.woff2')) loaded.add(name);

let total = 0;
const rows = [];
const measure = (label, path) => {
  const bytes = readFileSync(path);
  const plain = /woff2$/.test(path);
  const brotli = plain ? bytes.length : brotliCompressSync(bytes).length;
  total += brotli;
  rows.push([label, statSync(path).size, plain ? bytes.length : gzipSync(bytes).length, brotli]);
};
measure('index.html', join(dist, 'index.html'));
for (const name of ['scheme.js', 'mark.svg']) measure(name, join(dist, name));
for (const name of [...loaded].filter((name) => names.includes(name)))
  measure(name, join(assets, name));

const kilo = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
console.log(`${'file'.padEnd(40)}     raw      gzip    brotli (kB)`);
for (const [label, raw, gzip, brotli] of rows.sort((a, b) => b[3] - a[3]))
  console.log(label.padEnd(40), kilo(raw), kilo(gzip), kilo(brotli));
console.log(`first load: ${kilo(total).trim()} kB of ${kBudget / 1000} kB`);
if (process.argv.includes('--json'))
  console.log(JSON.stringify({ first_load: total, budget: kBudget }));
process.exit(total > kBudget ? 1 : 0);
