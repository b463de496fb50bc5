// SPDX-License-Identifier: Apache-2.0
// What is visited of each route: at least one address; `stranger` without a session, `open`
// brings the page into a further state. `ready` must stand there before the page is judged.
import { setTimeout as pause } from 'node:timers/promises';

const kGrid = '[role=grid] [role=row]';

// Objects whose pages are visited in every language, scheme and width; the others take turns.
const kMain = ['accounts', 'opportunities', 'activities'];

const stranger = { stranger: true, fails: [/^401 GET .auth.me$/] };

const home = { address: '', ready: 'h1' };

// A job that is over, so that its slip can be looked at.
async function oneJob(api, account) {
  const filter = `id eq '${account.id}'`;
  const order = { action: 'edit', filter, values: { employees: 12 }, expected_count: 1 };
  const { id } = await api.call('POST', 'api/v1/accounts/bulk', order);
  for (let tries = 0; tries < 200; ++tries) {
    const job = await api.call('GET', `api/v1/jobs('${id}')`);
    if (job.finished_at) return job;
    await pause(50);
  }
  throw new Error(`job ${id} did not end`);
}

async function recordsOf(api, objects) {
  const first = new Map();
  for (const { name } of objects) {
    const [record] = await api.rows(name, { $top: '1' });
    if (record) first.set(name, record.id);
  }
  return first;
}

const button = (es, en) => async (page, language) =>
  page
    .getByRole('button', { name: language === 'es' ? es : en })
    .first()
    .click();

export async function visitsOf({ api, company }) {
  const { objects } = await api.call('GET', 'api/v1/definitions');
  const first = await recordsOf(api, objects);
  first.set('accounts', company.account.id);
  const turn = (name) =>
    kMain.includes(name) ? {} : { turn: objects.findIndex((one) => one.name === name) };
  const mayCreate = ({ rights }) => rights?.create && rights.create !== 'none';
  const perObject = (make) =>
    objects.map(({ name, rights }) => make(name, { rights })).filter((one) => one !== null);
  const id = company.account.id;
  const job = await oneJob(api, company.account);
  const [role] = await api.rows('roles', { $filter: "name eq 'sales_representative'" });

  return {
    login: [{ name: 'login', address: '', ...stranger, ready: 'form' }],
    '/': [
      { name: 'home', ...home },
      {
        name: 'home-search',
        ...home,
        open: async (page) => {
          await page.keyboard.press('Control+k');
          await page.getByRole('combobox').fill('zar');
          await page.getByRole('option').first().waitFor();
        },
      },
      { name: 'home-keys', ...home, turn: 0, open: (page) => page.keyboard.press('?') },
      { name: 'home-new', ...home, turn: 3, open: (page) => page.keyboard.press('n') },
      {
        name: 'home-menu',
        ...home,
        open: async (page, language) =>
          (await page.evaluate(() => innerWidth < 700))
            ? button('Más', 'More')(page, language)
            : button(/^Menú de/, /^Menu of/)(page, language),
      },
    ],
    '/link/$token': [
      { name: 'link', address: 'link/unknown', ...stranger, ready: 'form, [role=alert]' },
    ],
    '/enlace/$token': [
      { name: 'enlace', address: 'enlace/unknown', ...stranger, ready: 'form, [role=alert]' },
    ],
    '/opportunities': [
      { name: 'board', address: 'opportunities?view=board', ready: '[data-card]' },
      { name: 'opportunities', address: 'opportunities', ready: 'main' },
    ],
    '/forecast': [{ name: 'forecast', address: 'forecast', ready: '[role=treegrid] [role=row]' }],
    '/import': [{ name: 'import', address: 'import', ready: 'input[type=file]' }],
    '/administration/fields': [
      { name: 'fields', address: 'administration/fields', ready: 'main table' },
      { name: 'field', address: 'administration/fields?field=name', ready: 'main form' },
      { name: 'field-new', address: 'administration/fields?field=%2B', ready: 'main form' },
    ],
    '/administration/objects': [
      { name: 'objects', address: 'administration/objects', ready: 'main table' },
      { name: 'object-new', address: 'administration/objects?object=%2B', ready: 'main form' },
    ],
    '/administration/layouts': [
      { name: 'layouts', address: 'administration/layouts', ready: 'main ol' },
      { name: 'layout-home', address: 'administration/layouts?place=home', ready: 'main ol' },
    ],
    '/layout': [{ name: 'layout-mine', address: 'layout?scope=me', ready: 'main ol' }],
    '/administration/customization': [
      { name: 'customization', address: 'administration/customization', ready: 'main' },
    ],
    '/administration/log': [
      { name: 'log', address: 'administration/log', ready: 'main ol li' },
      { name: 'log-acts', address: 'administration/log?tab=acts', ready: 'main ol li' },
    ],
    '/jobs': [
      { name: 'jobs', address: 'jobs', ready: 'main li' },
      { name: 'job', address: `jobs?job=${job.id}`, ready: 'main aside' },
    ],
    '/people': [
      { name: 'people', address: 'people', ready: 'main table' },
      { name: 'people-teams', address: 'people?tab=teams', ready: '[role=treegrid]' },
      { name: 'people-territories', address: 'people?tab=territories', ready: '[role=treegrid]' },
      { name: 'people-roles', address: 'people?tab=roles', ready: 'main table' },
      { name: 'people-role', address: `people?tab=roles&role=${role.id}`, ready: 'main table' },
      { name: 'people-demo', address: 'people?tab=demonstration', ready: 'main dl', turn: 2 },
    ],
    '/$object': [
      ...perObject((name) => ({
        name: `list-${name}`,
        address: name,
        ready: 'main',
        ...turn(name),
      })),
      {
        name: 'list-filtered',
        address: `accounts?filter=${encodeURIComponent("life_cycle eq 'customer' and startswith(name,'A')")}`,
        ready: kGrid,
      },
      { name: 'list-nothing', address: 'accounts?q=qqqxyz', ready: 'main', turn: 1 },
      { name: 'list-bin', address: 'accounts?bin=1', ready: 'main', turn: 0 },
      { name: 'list-beside', address: `accounts?side=${id}`, ready: 'main', turn: 2 },
      {
        name: 'list-chosen',
        address: 'accounts',
        turn: 0,
        ready: kGrid,
        open: async (page) => {
          await page
            .locator(kGrid)
            .nth(1)
            .click({ position: { x: 4, y: 4 } });
          await page.keyboard.press('x');
        },
      },
      { name: 'not-found', address: 'nothing_of_this', ready: 'main', turn: 3 },
    ],
    '/$object/new': perObject((name, object) =>
      mayCreate(object)
        ? { name: `new-${name}`, address: `${name}/new`, ready: 'main form', ...turn(name) }
        : null,
    ),
    '/$object/$id': perObject((name) =>
      first.has(name)
        ? {
            name: `record-${name}`,
            address: `${name}/${first.get(name)}`,
            ready: 'main',
            ...turn(name),
          }
        : null,
    ),
    '/$object/$id/edit': perObject((name) =>
      kMain.includes(name) && first.has(name)
        ? {
            name: `edit-${name}`,
            address: `${name}/${first.get(name)}/edit`,
            ready: 'main form',
          }
        : null,
    ),
  };
}
