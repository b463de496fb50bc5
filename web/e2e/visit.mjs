// SPDX-License-Identifier: Apache-2.0
// One flow's view of the world: pages of signed-in or unknown visitors, each in a context of its
// own, and what their consoles complained about.
import assert from 'node:assert/strict';
import AxeBuilder from '@axe-core/playwright';
import { Api, kPerson } from './server.mjs';

const kDesk = { width: 1440, height: 900 };
const kPatienceMs = 15_000;
const kRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export class Visit {
  constructor(browser, { base, api }, company) {
    Object.assign(this, {
      browser,
      base,
      api,
      company,
      person: kPerson,
      contexts: [],
      complaints: [],
    });
  }

  // A page of somebody unknown.
  async stranger({ locale = 'es-ES', scheme = 'light', viewport = kDesk, language } = {}) {
    const context = await this.browser.newContext({
      locale,
      timezoneId: 'Europe/Madrid',
      viewport,
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(kPatienceMs);
    this.contexts.push(context);
    if (language)
      await context.addInitScript(
        (chosen) => localStorage.setItem('clientela.language', chosen),
        language,
      );
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on(
      'console',
      (message) =>
        message.type() === 'error' &&
        !/status of 4\d\d/.test(message.text()) &&
        this.complaints.push(message.text()),
    );
    return page;
  }

  // A page of the signed-in administrator, or of whoever `api` has signed in, at an address such as
  // `accounts`.
  async enter(address = '', { api = this.api, ...options } = {}) {
    const page = await this.stranger(options);
    const name = api.cookie.split('=');
    await page
      .context()
      .addCookies([{ name: name[0], value: name.slice(1).join('='), url: this.base }]);
    await this.go(page, address);
    await page.locator('nav:visible').first().waitFor();
    return page;
  }

  // A new colleague with a password, and the API as they have signed in to it.
  async colleague(values) {
    const user = await this.api.create('users', values);
    const { link } = await this.api.call('POST', `api/v1/users('${user.id}')/invite`, {});
    const password = `frase-de-${user.id}`;
    const api = new Api(this.base);
    await api.call('POST', 'auth/password', { token: link.split('/').at(-1), password });
    await api.signIn({ email: values.email, password });
    return { user, api };
  }

  go(page, address) {
    return page.goto(`${this.base}#/${address}`);
  }

  // No violation of WCAG 2.2 AA on the page as it stands, in light and in dark.
  async mustBeAccessible(page, name) {
    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
      await page.waitForTimeout(150); // colours on their way from one scheme to the other
      const { violations } = await new AxeBuilder({ page }).withTags(kRules).analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes
          .slice(0, 3)
          .map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
      );
      assert.deepEqual(found, [], `${name}, ${scheme}: ${found.join(' | ')}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  mustBeQuiet() {
    assert.deepEqual(this.complaints, [], `the console complains: ${this.complaints[0]}`);
  }

  async picture(path) {
    for (const page of this.contexts.at(-1)?.pages() ?? [])
      await page.screenshot({ path }).catch(() => {});
  }

  async close() {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}
