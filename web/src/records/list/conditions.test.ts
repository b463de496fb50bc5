// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { FieldDefinition } from '@/api/types';
import { parseConditions, printConditions } from './conditions';

const types: Record<string, FieldDefinition['type']> = {
  name: 'string',
  life_cycle: 'option',
  owner_id: 'link',
  revenue: 'money',
  since: 'date',
  vip: 'boolean',
  territory_id: 'link',
};
const known = (name: string) =>
  types[name]
    ? ({ id: 1, name, type: types[name], label: { es: name, en: name } } as FieldDefinition)
    : undefined;

describe('conditions of the sentence', () => {
  it.each([
    ["life_cycle eq 'customer'"],
    ["life_cycle in ('customer','prospect') and revenue ge 100000"],
    ['owner_id eq clientela.me() and since ge 2026-01-31'],
    ["contains(clientela.fold(name),'clinica') and revenue ne null"],
    ["clientela.below(territory_id,'01JABC') and vip eq true"],
    ["name eq 'O''Higgins'"],
    [''],
  ])('%s is read and printed without loss', (text) => {
    const conditions = parseConditions(text, known);
    expect(conditions).not.toBeNull();
    expect(printConditions(conditions!, known)).toBe(text);
  });
  it.each([
    ["a eq 'x' or b eq 'y'"],
    ['unknown eq 1'],
    ["name eq 'open"],
    ['revenue add 1 gt 2'],
    ["not contains(name,'x')"],
  ])('%s stays a text', (text) => {
    expect(parseConditions(text, known)).toBeNull();
  });
  it('asks without accents and capitals', () => {
    expect(
      printConditions([{ field: 'name', operator: 'contains', value: 'Clínica Ñ' }], known),
    ).toBe("contains(clientela.fold(name),'clinica n')");
  });
});
