// SPDX-License-Identifier: Apache-2.0
// Visits every route of the application in Spanish and English, light and dark, on a desk and on
// a phone, and fails on what nobody should see: violations of WCAG 2.2 AA, complaints of the
// console, failed requests, pages wider than the phone, cut texts, keys instead of texts, texts
// that are the same in both languages, a focus that does not show. A picture of each page goes to
// build/sweep. Each language and width is a lane with a page of its own; they run side by side.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { kPerson } from '../server.mjs';
import { blindFocus, faultsOfPage, textsOfPage, untilStill } from './inspect.mjs';
import { routesOfTheApplication } from './routes.mjs';
import { SameTexts } from './same.mjs';
import { visitsOf } from './visits.mjs';

const kAxe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const kPictures = new URL('../../../build/sweep/', import.meta.url).pathname;
const kWidths = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } };
// Of many rows, cards and options that are built alike the first ones are scanned.
const kAlike = [
  '[role=grid] [role=row]:nth-child(n + 5)',
  '[role=treegrid] [role=row]:nth-child(n + 7)',
  '[role=listbox] [role=option]:nth-child(n + 5)',
  'li:has([data-card]):nth-child(n + 3)',
  'tbody tr:nth-child(n + 5)',
];
const kPatienceMs = 30_000;
// Of the stream of changes and of the script of the worker that reads it no end is ever told.
const kEndless = /stream|\.worker-/;
const kQuietMs = 40; // without a request, until a page counts as read
const kLanes = ['es', 'en'].flatMap((language) =>
  ['1440', '390'].map((width) => ({ language, width })),
);

// One language on one width: its pages, what they complain about, and what they have read.
class Lane {
  constructor(browser, { base, api }, { language, width }, same) {
    Object.assign(this, { browser, base, api, language, width, same });
    this.pages = new Map();
    this.open = new Set();
    this.complaints = [];
    this.moved = 0; // when a request began or ended
  }

  async page(stranger) {
    const known = this.pages.get(stranger);
    if (known) return known;
    const context = await this.browser.newContext({
      locale: this.language === 'es' ? 'es-ES' : 'en-GB',
      timezoneId: 'Europe/Madrid',
      viewport: kWidths[this.width],
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(kPatienceMs);
    await context.addInitScript(
      (chosen) =>
        location.protocol !== 'about:' && localStorage.setItem('clientela.language', chosen),
      this.language,
    );
    const [name, ...value] = this.api.cookie.split('=');
    if (!stranger) await context.addCookies([{ name, value: value.join('='), url: this.base }]);
    const page = await context.newPage();
    this.listen(page);
    this.pages.set(stranger, page);
    return page;
  }

  listen(page) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        this.complaints.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (kEndless.test(request.url())) return;
      this.open.add(request);
      this.moved = performance.now();
    });
    const over = (request) => {
      this.open.delete(request);
      this.moved = performance.now();
    };
    page.on('requestfinished', over);
    page.on('requestfailed', (request) => {
      over(request);
      const reason = request.failure()?.errorText;
      if (reason !== 'net::ERR_ABORTED') this.complaints.push(`${request.url()}: ${reason}`);
    });
    page.on('response', (response) => this.read(response));
  }

  async read(response) {
    const { pathname, search } = new URL(response.url());
    if (response.status() >= 400)
      this.complaints.push(
        `${response.status()} ${response.request().method()} ${pathname}${search}`,
      );
    else if (/^\/(api|auth)\//.test(pathname) && !/definitions|stream/.test(pathname))
      await response
        .json()
        .then((body) => this.same.learn(body))
        .catch(() => {});
  }

  async still(page) {
    const end = performance.now() + kPatienceMs;
    const reads = () => this.open.size > 0 || performance.now() - this.moved < kQuietMs;
    while (reads() && performance.now() < end) await pause(10);
    const complaint = await page.evaluate(untilStill);
    if (complaint) this.complaints.push(complaint);
  }

  async axe(page, rules) {
    if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(kAxe);
    const runOnly = rules ?? { type: 'tag', values: kTags };
    const scan = async ([only, alike]) => {
      const exclude = alike.filter((selector) => document.querySelector(selector));
      const { violations } = await window.axe.run(exclude.length > 0 ? { exclude } : document, {
        runOnly: only,
        resultTypes: ['violations'],
        preload: false, // no rule of these reads style sheets
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes
          .slice(0, 3)
          .map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
      );
    };
    return page.evaluate(scan, [runOnly, kAlike]);
  }

  // The faults of one address in this language and width, in light and in dark.
  async visit({ name, address, stranger = false, ready, open, fails = [] }) {
    this.complaints = [];
    const page = await this.page(stranger);
    const faults = [];
    try {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      if (page.touched) await page.goto('about:blank');
      await page.goto(`${this.base}#/${address}`);
      page.touched = Boolean(open);
      await page.locator(ready).first().waitFor({ state: 'attached' });
      await this.still(page);
      if (open) await open(page, this.language);
      if (open) await this.still(page);
      faults.push(...(await page.evaluate(faultsOfPage)));
      this.same.note(name, this.language, await page.evaluate(textsOfPage));
      for (const scheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
        const path = join(kPictures, `${name}-${this.language}-${scheme}-${this.width}.png`);
        await page.screenshot({ path, animations: 'disabled' });
        // Only the contrast depends on the scheme.
        const rules = scheme === 'dark' ? { type: 'rule', values: ['color-contrast'] } : undefined;
        const found = await this.axe(page, rules);
        faults.push(...found.map((one) => `${scheme}: ${one}`));
      }
      if (this.language === 'es' && !open) faults.push(...(await this.blind(page)));
    } catch (error) {
      faults.push(error.message.split('\n').slice(0, 2).join(' '));
    }
    const expected = (complaint) => fails.some((pattern) => pattern.test(complaint));
    faults.push(...this.complaints.filter((one) => !expected(one)));
    return [...new Set(faults)].map((fault) => `${this.language} ${this.width}: ${fault}`);
  }

  async blind(page) {
    await page.keyboard.press('Tab'); // from now on the focus comes from the keyboard
    const found = await page.evaluate(blindFocus);
    return found.map((one) => `the focus does not show on ${one}`);
  }

  async close() {
    for (const page of this.pages.values()) await page.context().close();
  }
}

// A visit that takes turns is made in one of the lanes only.
const mayVisit = (visit, lane) => visit.turn === undefined || visit.turn % kLanes.length === lane;

// A page whose address says everything needs no visit of its own.
const plainVisit = (route) => ({
  name: route.slice(1).replaceAll('/', '-'),
  address: route.slice(1),
  ready: 'main',
});

// Calls `outcome(name, problems)` once for every visit.
export async function sweep(browser, server, company, { only, outcome }) {
  rmSync(kPictures, { recursive: true, force: true });
  mkdirSync(kPictures, { recursive: true });
  const table = await visitsOf({ api: server.api, company });
  const missing = [];
  for (const route of routesOfTheApplication()) {
    if (table[route]?.length) continue;
    if (route.includes('$')) missing.push(`${route} has no visit in e2e/sweep/visits.mjs`);
    else table[route] = [plainVisit(route)];
  }
  outcome('every route is visited', missing);
  const visits = Object.values(table)
    .flat()
    .filter(({ name }) => !only || only.split(',').some((part) => name.includes(part)));
  const same = new SameTexts(kPerson);
  const open = new Map(
    visits.map((visit) => [
      visit.name,
      { faults: [], lanes: kLanes.filter((_, lane) => mayVisit(visit, lane)).length },
    ]),
  );
  await Promise.all(
    kLanes.map(async (kind, index) => {
      const lane = new Lane(browser, server, kind, same);
      for (const visit of visits.filter((one) => mayVisit(one, index))) {
        const page = open.get(visit.name);
        page.faults.push(...(await lane.visit(visit)));
        if (--page.lanes === 0) outcome(visit.name, [...page.faults, ...same.faults(visit.name)]);
      }
      await lane.close();
    }),
  );
}
