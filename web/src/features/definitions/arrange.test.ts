// SPDX-License-Identifier: Apache-2.0
import { beforeAll, expect, test } from 'vitest';
import type { ObjectDefinition } from '@/api/types';
import { startTexts } from '@/base/i18n/i18n';
import { columnItems, formItems, formOf, shownKeys } from './arrange';

const word = (text: string) => ({ es: text, en: text });
const object = {
  id: 5000,
  name: 'c_projects',
  singular: 'c_project',
  label: { es: ['Proyecto', 'Proyectos'], en: ['Project', 'Projects'] },
  title: 'c_name',
  fields: [
    { id: 1, name: 'id', type: 'id', label: word('Id'), standard: true },
    { id: 20, name: 'c_name', type: 'string', label: word('Nombre') },
    { id: 21, name: 'c_size', type: 'string', label: word('Talla') },
    { id: 22, name: 'c_since', type: 'date', label: word('Desde') },
  ],
  views: {
    list: ['c_name', 'c_size'],
    form: [{ label: { es: 'Datos', en: 'Details' }, fields: ['c_name', 'c_size'] }],
  },
} as unknown as ObjectDefinition;

beforeAll(async () => {
  await startTexts('es');
});

test('columns that are shown stand first and the title is always shown', () => {
  const items = columnItems(object, { list: ['c_since'] });
  expect(items.map((item) => item.key)).toEqual(['c_name', 'c_since', 'c_size']);
  expect(items[0]?.fixed).toBe(true);
  expect(shownKeys(items)).toEqual(['c_name', 'c_since']);
});

test('a form goes through the list of headings and fields unchanged', () => {
  const items = formItems(object, {});
  expect(items.map((item) => item.key)).toEqual(['#0', 'c_name', 'c_size', 'c_since']);
  expect(formOf(object, {}, items)).toEqual(object.views?.form);
});

test('a renamed heading keeps its word in the other language', () => {
  const items = formItems(object, {}).map((item) =>
    item.heading ? { ...item, label: 'Lo principal' } : item,
  );
  expect(formOf(object, {}, items)[0]?.label).toEqual({ es: 'Lo principal', en: 'Details' });
});

test('a field moved behind a new heading belongs to it', () => {
  const [head, name, size] = formItems(object, {});
  const added = { key: '#new1', label: 'Más', shown: true, heading: true };
  const form = formOf(object, {}, [head!, name!, added, size!]);
  expect(form).toEqual([
    { label: { es: 'Datos', en: 'Details' }, fields: ['c_name'] },
    { label: { es: 'Más', en: 'Más' }, fields: ['c_size'] },
  ]);
});
