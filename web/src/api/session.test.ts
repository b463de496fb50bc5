// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { calledIn } from './session';
import type { FieldDefinition, ObjectDefinition } from './types';

const field = (name: string, sortable = true) =>
  ({ name, type: 'string', sortable }) as FieldDefinition;
const roles = (english = field('label_en')) =>
  ({
    name: 'roles',
    title: 'label_es',
    subtitle: 'label_en',
    default_sort: 'label_es',
    fields: [field('name'), field('label_es'), english],
    views: { list: ['label_es', 'label_en', 'name'] },
  }) as unknown as ObjectDefinition;

describe('an object with a name per language', () => {
  it('is called, listed and sorted by the name in the language of the page', () => {
    expect(calledIn('es', roles())).toEqual(roles());
    const { title, subtitle, default_sort, views } = calledIn('en', roles());
    expect([title, subtitle, default_sort]).toEqual(['label_en', 'label_es', 'label_en']);
    expect(views?.list).toEqual(['label_en', 'label_es', 'name']);
  });
  it('is sorted by nothing that cannot be sorted by', () => {
    expect(calledIn('en', roles(field('label_en', false))).default_sort).toBeUndefined();
  });
  it('stays as it is where there is one name only', () => {
    const accounts = { ...roles(), title: 'name' };
    expect(calledIn('en', accounts)).toBe(accounts);
  });
});
