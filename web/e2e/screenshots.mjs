// SPDX-License-Identifier: Apache-2.0
// The pictures of README and guides, into docs/images: from a demo company of its own, or from a
// server that runs (`--at http://127.0.0.1:8080/ --email WHO`, the password in CLIENTELA_PASSWORD).
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Api, startServer } from './server.mjs';
import { untilStill } from './sweep/inspect.mjs';

const argument = (name) =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : null;
const folder = new URL('../../docs/images/', import.meta.url).pathname;
const kMostBytes = 300_000;

async function openServer() {
  const base = argument('--at');
  if (!base) return startServer({ customers: 300, seed: 7 });
  const api = new Api(base);
  await api.signIn({ email: argument('--email'), password: process.env.CLIENTELA_PASSWORD });
  return { base, api, stop: () => {} };
}

async function pageFor(
  browser,
  { base, api },
  { language = 'es', scheme = 'light', viewport = { width: 1440, height: 900 }, known = true } = {},
) {
  const context = await browser.newContext({
    locale: language,
    timezoneId: 'Europe/Madrid',
    viewport,
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    (chosen) => localStorage.setItem('clientela.language', chosen),
    language,
  );
  const [name, ...value] = api.cookie.split('=');
  if (known) await context.addCookies([{ name, value: value.join('='), url: base }]);
  return context.newPage();
}

async function shoot(page, name) {
  await page.evaluate(untilStill);
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {});
  await page.evaluate(untilStill);
  const path = join(folder, `${name}.png`);
  const { width, height } = page.viewportSize();
  let size = Infinity;
  for (let shown = height; size > kMostBytes; shown -= 60) {
    await page.screenshot({
      path,
      animations: 'disabled',
      clip: { x: 0, y: 0, width, height: shown },
    });
    size = statSync(path).size;
  }
  console.log(`${name}.png ${size}`);
}

const server = await openServer();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  mkdirSync(folder, { recursive: true });
  const [account] = await server.api.rows('accounts', { $orderby: 'revenue desc', $top: '1' });
  const pages = [
    { name: 'home', address: '', ready: 'h1' },
    {
      name: 'list',
      address: `accounts?filter=${encodeURIComponent("life_cycle eq 'customer'")}`,
      ready: '[role=grid] a',
    },
    { name: 'record', address: `accounts/${account.id}`, ready: 'main dl dd' },
    { name: 'board', address: 'opportunities?view=board', ready: '[data-card]' },
    { name: 'forecast', address: 'forecast?period=year', ready: '[role=treegrid] [role=row]' },
    { name: 'import', address: 'import', ready: 'input[type=file]' },
    { name: 'people', address: 'people', ready: 'table' },
  ];
  const take = async (page, { name, address, ready }, ending = '') => {
    await page.goto(`${server.base}#/${address}`);
    await page.locator(ready).first().waitFor({ state: 'attached' });
    await shoot(page, `${name}${ending}`);
  };
  for (const language of ['es', 'en']) {
    const login = await pageFor(browser, server, { language, known: false });
    await take(login, { name: 'login', address: '', ready: 'form' }, `-${language}`);
    const page = await pageFor(browser, server, { language });
    for (const one of pages) await take(page, one, `-${language}`);
    await page
      .getByRole('button', { name: language === 'es' ? 'Buscar o ir a' : 'Search or go to' })
      .click();
    await page.getByRole('combobox').fill(account.name.slice(0, 5));
    await page
      .getByRole('option')
      .first()
      .waitFor({ timeout: 8000 })
      .then(
        () => shoot(page, `search-${language}`),
        () => console.log('no search'),
      );
    await page.keyboard.press('Escape');
  }
  await take(await pageFor(browser, server, { scheme: 'dark' }), pages[3], '-dark');
  await take(
    await pageFor(browser, server, { viewport: { width: 390, height: 844 } }),
    pages[2],
    '-phone',
  );
} finally {
  await browser.close();
  server.stop();
}
