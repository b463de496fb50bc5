// SPDX-License-Identifier: Apache-2.0
// The main pages in English, dark and as wide as a phone; and for everybody: WCAG 2.2 AA.
import assert from 'node:assert/strict';

const pages = ({ account }) => [
  { name: 'home', address: '', shows: /Good (morning|afternoon|evening)/, ready: 'h1, h2' },
  { name: 'list', address: 'accounts', shows: 'Accounts', ready: '[role=grid] [role=row] a' },
  {
    name: 'record',
    address: `accounts/${account.id}`,
    shows: 'Edit everything',
    ready: 'section ol > li',
  },
  { name: 'form', address: 'accounts/new', shows: 'Save', ready: '#field-name' },
  {
    name: 'board',
    address: 'opportunities?view=board',
    shows: 'Opportunities',
    ready: '[data-card]',
  },
  { name: 'forecast', address: 'forecast', shows: 'Forecast', ready: '[role=treegrid] [role=row]' },
  { name: 'import', address: 'import', shows: 'Import', ready: 'input[type=file]' },
];

export async function phoneInEnglishAndDark(visit) {
  const page = await visit.enter('', {
    locale: 'en-GB',
    language: 'en',
    scheme: 'dark',
    viewport: { width: 390, height: 844 },
  });
  await page.locator('html[data-mantine-color-scheme=dark][lang=en]').waitFor();
  for (const { name, address, shows, ready } of pages(visit.company)) {
    await visit.go(page, address);
    await page.locator(ready).first().waitFor({ state: 'attached' });
    if (name !== 'record') await page.getByText(shows).first().waitFor({ state: 'attached' });
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(wide <= 0, `${name} is ${wide} px wider than the phone`);
  }
  await visit.go(page, `accounts/${visit.company.account.id}`);
  await page.getByRole('tab', { name: 'History' }).waitFor();
  assert.doesNotMatch(await page.locator('main').innerText(), /Historia|Responsable|Cuenta\b/);
}

async function mustAllBeAccessible(visit, names) {
  const page = await visit.enter('');
  const problems = [];
  for (const { name, address, ready } of pages(visit.company).filter((one) =>
    names.includes(one.name),
  )) {
    await visit.go(page, address);
    await page.locator(ready).first().waitFor({ state: 'attached' });
    await visit.mustBeAccessible(page, name).catch((error) => problems.push(error.message));
  }
  assert.deepEqual(problems, [], problems.join('\n'));
}

export const homeListAndFormAreAccessible = (visit) =>
  mustAllBeAccessible(visit, ['home', 'list', 'form', 'import']);

export const recordBoardAndForecastAreAccessible = (visit) =>
  mustAllBeAccessible(visit, ['record', 'board', 'forecast']);
