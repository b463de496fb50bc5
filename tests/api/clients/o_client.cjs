// SPDX-License-Identifier: Apache-2.0
// The npm package `odata` (o.js) against a real server: HOST and TOKEN say where and who.
'use strict';

const assert = require('node:assert');
const { o } = require('odata');

const root = `${process.env.HOST}/api/v1/`;

function service(headers = {}) {
  return o(root, {
    headers: {
      Authorization: `Bearer ${process.env.TOKEN}`,
      'Content-Type': 'application/json',
      ...headers,
    },
  });
}

async function refusal(work) {
  try {
    await work;
  } catch (response) {
    return response.status;
  }
  throw new Error('was not refused');
}

async function write() {
  for (const [number, name, country] of [
    ['O-1', 'Óptica Sur', 'ES'],
    ['O-2', 'Prado y Hijos', 'ES'],
    ['O-3', 'Quay Ltd', 'GB'],
  ]) {
    const made = await service().post('accounts', { number, name, country }).query();
    assert.strictEqual(made.name, name);
    assert.match(made.id, /^[0-9A-Z]{13}$/);
    await service()
      .post('contact_points', {
        account_id: made.id,
        kind: 'web',
        value: `https://${number}.example`,
      })
      .query();
  }
}

async function read() {
  const found = await service().get('accounts').query({
    $filter: "country eq 'ES' and startswith(number,'O-')",
    $orderby: 'name desc',
    $select: 'name,number',
    $expand: 'owner($select=name),contact_points($select=value)',
    $top: 10,
  });
  assert.deepStrictEqual(
    found.map((one) => one.number),
    ['O-2', 'O-1'],
  );
  assert.strictEqual(found[0].country, undefined);
  assert.strictEqual(found[0].contact_points[0].value, 'https://O-2.example');
  assert.ok('owner' in found[0]);
  const page = await service()
    .get('accounts')
    .fetch({ $count: true, $top: 1, $filter: "country eq 'ES'" });
  assert.strictEqual((await page.json())['@odata.count'], 2);
  const number = await service().get('accounts/$count').fetch({ $filter: "country eq 'GB'" });
  assert.strictEqual(await number.text(), '1');
  return found[1].id;
}

// The library does not follow next links by itself, but opens any address.
async function follow() {
  const names = [];
  let link = 'accounts?$orderby=number';
  while (link) {
    const response = await service({ Prefer: 'odata.maxpagesize=1' }).get(link).fetch();
    const page = await response.json();
    names.push(...page.value.map((one) => one.number));
    link = page['@odata.nextLink'];
  }
  assert.deepStrictEqual(names, ['O-1', 'O-2', 'O-3']);
}

async function change(id) {
  const byKey = await service().get("accounts(number='O-1')").query({ $select: 'name' });
  const byId = await service().get(`accounts('${id}')`).query();
  assert.strictEqual(byKey.id, byId.id);
  const etag = byId['@odata.etag'];
  const changed = await service({ 'If-Match': etag })
    .patch(`accounts('${id}')`, { employees: 7 })
    .query();
  assert.strictEqual(changed.employees, 7);
  const late = service({ 'If-Match': etag }).patch(`accounts('${id}')`, { employees: 8 }).query();
  assert.strictEqual(await refusal(late), 412);
  const gone = await service().delete(`accounts('${id}')`).query();
  assert.strictEqual(gone.status, 204);
  assert.strictEqual(await refusal(service().get(`accounts('${id}')`).query()), 404);
}

// Its batches are multipart/mixed, which is refused in so many words. They take headers of their own.
async function batch() {
  const settings = {
    boundaryPrefix: 'batch_',
    changsetBoundaryPrefix: 'changset_',
    endpoint: '$batch',
    headers: new Headers({ Authorization: `Bearer ${process.env.TOKEN}` }),
    useChangset: false,
    useRelativeURLs: false,
  };
  const refused = o(root, { batch: settings }).get('accounts').get('contacts').batch();
  assert.strictEqual(await refusal(refused), 415);
}

(async () => {
  await write();
  const id = await read();
  await follow();
  await change(id);
  await batch();
})().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
