// SPDX-License-Identifier: Apache-2.0
// Records that the flows rely on, beside whatever the demo company holds: made through the API,
// with names and amounts that nothing else has.
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

export async function prepare(api) {
  const account = await api.create('accounts', {
    name: 'Zarzuela Óptica y Fotografía, S.L.',
    life_cycle: 'customer',
  });
  await api.create('contact_points', {
    kind: 'phone',
    account_id: account.id,
    value: '+34 917 654 321',
    is_primary: true,
  });
  const disputed = await api.create('accounts', {
    name: 'Zurbarán Cerámicas',
    life_cycle: 'prospect',
  });
  const person = await api.create('contacts', {
    first_name: 'Íñigo',
    last_name: 'Echevarría Núñez',
  });
  await api.create('account_contacts', {
    account_id: account.id,
    contact_id: person.id,
    role: 'buys',
  });
  const pipelines = await api.rows('pipelines', { $filter: 'active eq true' });
  const pipeline = pipelines.find((row) => row.is_default) ?? pipelines[0];
  const stages = await api.rows('stages', {
    $filter: `pipeline_id eq '${pipeline.id}'`,
    $orderby: 'position',
    $top: '50',
  });
  const open = stages.filter((stage) => stage.kind === 'open');
  const lost = stages.find((stage) => stage.kind === 'lost');
  // Large amounts stand on top of their column.
  const opportunity = (name, stage, amount) =>
    api.create('opportunities', {
      name,
      account_id: account.id,
      pipeline_id: pipeline.id,
      stage_id: stage.id,
      amount: { amount, currency: 'EUR' },
      expected_close_on: day(0),
    });
  const moved = await opportunity('Zafiro: renovación de equipos', open[0], '9100000.00');
  const watched = await opportunity('Zócalo: reforma de tiendas', open[1], '9200000.00');
  return { account, disputed, person, pipeline, open, lost, moved, watched };
}
