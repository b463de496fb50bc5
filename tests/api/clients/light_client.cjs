// SPDX-License-Identifier: Apache-2.0
// The npm package `@odata/client` against a real server: HOST and TOKEN say where and who.
'use strict';

const assert = require('node:assert');
const { OData } = require('@odata/client');

const serviceEndpoint = `${process.env.HOST}/api/v1/`;

function service(headers = {}) {
  return OData.New4({
    serviceEndpoint,
    commonHeaders: { Authorization: `Bearer ${process.env.TOKEN}`, ...headers },
  });
}

async function write(accounts) {
  for (const [number, name, country] of [
    ['L-1', 'Luz Norte', 'PT'],
    ['L-2', 'Mar Azul', 'PT'],
    ['L-3', 'Nieve Blanca', 'FR'],
  ]) {
    const made = await accounts.create({ number, name, country });
    assert.strictEqual(made.name, name);
  }
}

async function read(client, accounts) {
  const wanted = client
    .newOptions()
    .filter(client.newFilter().property('country').eq('PT'))
    .orderby('name', 'desc')
    .select(['name', 'number'])
    .expand('owner($select=name)')
    .top(5)
    .count(true);
  const found = await accounts.query(wanted);
  assert.deepStrictEqual(
    found.map((one) => one.number),
    ['L-2', 'L-1'],
  );
  assert.ok('owner' in found[0]);
  assert.strictEqual(found[0].country, undefined);
  assert.strictEqual(await accounts.count(client.newFilter().property('country').eq('PT')), 2);
  return found[1].id;
}

async function follow() {
  const client = service({ Prefer: 'odata.maxpagesize=2' });
  const numbers = [];
  let page = await client.newRequest({
    collection: 'accounts',
    params: client.newOptions().orderby('number', 'asc').filter("startswith(number,'L-')"),
  });
  for (;;) {
    numbers.push(...page.value.map((one) => one.number));
    const link = page['@odata.nextLink'];
    if (!link) break;
    page = await client.requestUri(new URL(link, serviceEndpoint).href);
  }
  assert.deepStrictEqual(numbers, ['L-1', 'L-2', 'L-3']);
}

async function change(accounts, id) {
  const byKey = await accounts.retrieve({ number: 'L-1' });
  assert.strictEqual(byKey.id, id);
  const etag = byKey['@odata.etag'];
  await service({ 'If-Match': etag }).getEntitySet('accounts').update(id, { employees: 7 });
  assert.strictEqual((await accounts.retrieve(id)).employees, 7);
  const late = service({ 'If-Match': etag }).getEntitySet('accounts').update(id, { employees: 8 });
  await assert.rejects(late, /./);
  assert.strictEqual((await accounts.retrieve(id)).employees, 7);
  await accounts.delete(id);
  await assert.rejects(accounts.retrieve(id), /./);
  const back = await accounts.action('restore', id);
  assert.strictEqual(back.number, 'L-1');
}

async function batch(client) {
  const requests = [
    client.newBatchRequest({
      collection: 'accounts',
      method: 'POST',
      entity: { name: 'Por lote', number: 'L-9' },
    }),
    client.newBatchRequest({
      collection: 'accounts',
      params: client.newOptions().filter(client.newFilter().property('number').eq('L-9')),
    }),
  ];
  const [made, list] = await client.execBatchRequestsJson(requests);
  assert.strictEqual(made.status, 201);
  assert.strictEqual((await made.json()).number, 'L-9');
  assert.strictEqual((await list.json()).value[0].name, 'Por lote');
  // Its other form is multipart/mixed, which is refused.
  const response = await client.formatBatchRequests(requests);
  const refused = await fetch(response.url, response.req);
  assert.strictEqual(refused.status, 415);
}

(async () => {
  const client = service();
  const accounts = client.getEntitySet('accounts');
  await write(accounts);
  const id = await read(client, accounts);
  await follow();
  await change(accounts, id);
  await batch(client);
})().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
