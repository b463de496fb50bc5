// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { additionOf, differenceOf, draftOf, marksFor, newDraft } from './draft';
import type { FieldRow } from './fieldRows';

const row: FieldRow = {
  name: 'c_size',
  type: 'string',
  label: { es: 'Talla', en: 'Size' },
  own: true,
  hidden: false,
  field: { id: 20000, name: 'c_size', type: 'string', label: { es: 'Talla', en: 'Size' } },
  custom: { id: 20000, name: 'c_size', label: { es: 'Talla', en: 'Size' } },
};

test('a new field says what was chosen and nothing else', () => {
  const label = { es: 'Habitaciones', en: 'Rooms' };
  expect(additionOf('accounts', { ...newDraft(), type: 'integer', label })).toEqual({
    do: 'add_field',
    object: 'accounts',
    field: { type: 'integer', label, filterable: true },
  });
});

test('one language is enough', () => {
  const label = { es: 'Talla', en: ' ' };
  const options = [{ label: { es: '', en: 'Small' } }];
  expect(additionOf('accounts', { ...newDraft(), type: 'option', label, options })).toMatchObject({
    field: {
      label: { es: 'Talla', en: 'Talla' },
      options: [{ label: { es: 'Small', en: 'Small' } }],
    },
  });
  const changed = differenceOf('accounts', row, { ...draftOf(row), label });
  expect(changed).toMatchObject({ set: { label: { es: 'Talla', en: 'Talla' } } });
});

test('an untouched field asks for no change and a touched one for what differs', () => {
  const draft = draftOf(row);
  expect(differenceOf('accounts', row, draft)).toBeNull();
  expect(differenceOf('accounts', row, { ...draft, required: true })).toEqual({
    do: 'change_field',
    object: 'accounts',
    field: 'c_size',
    set: { required: true },
  });
});

test('only marks that a type can carry are offered', () => {
  expect(marksFor('text')).toEqual(['required', 'searchable']);
  expect(marksFor('options')).toEqual([]);
});
