// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ObjectDefinition } from '@/api/types';
import {
  errorGroups,
  errorsAsCsv,
  guessedMapping,
  mapped,
  matchChoices,
  missingFields,
} from './imports';

const label = { es: 'x', en: 'x' };
const object = {
  id: 1,
  name: 'accounts',
  singular: 'account',
  label: { es: ['', ''], en: ['', ''] },
  title: 'name',
  fields: [
    { id: 1, name: 'id', type: 'id', label, standard: true },
    { id: 20, name: 'name', type: 'string', label, required: true },
    { id: 21, name: 'tax_number', type: 'string', label },
    { id: 22, name: 'kind', type: 'option', label, required: true, default: 'organisation' },
    { id: 23, name: 'revenue', type: 'money', label },
    { id: 24, name: 'code', type: 'string', label, unique: true },
  ],
} as ObjectDefinition;

describe('mapping columns to fields', () => {
  it('takes sure and probable guesses, each field once', () => {
    expect(
      guessedMapping([
        { name: 'Empresa', samples: [], field: 'name', confidence: 'sure' },
        { name: 'Nombre', samples: [], field: 'name', confidence: 'probable' },
        { name: 'CIF', samples: [], field: 'tax_number', confidence: 'probable' },
        { name: 'Otro', samples: [], field: 'code', confidence: 'choose' },
      ]),
    ).toEqual({ Empresa: 'name', CIF: 'tax_number' });
  });
  it('moves a field to the column chosen last', () => {
    expect(mapped({ A: 'name', B: 'code' }, 'B', 'name')).toEqual({ B: 'name' });
    expect(mapped({ A: 'name' }, 'A', null)).toEqual({});
  });
  it('says which required fields nothing fills, unless they have a default', () => {
    expect(missingFields(object, { CIF: 'tax_number' }).map((field) => field.name)).toEqual([
      'name',
    ]);
    expect(missingFields(object, { A: 'name' })).toEqual([]);
  });
  it('offers what can recognise a record, unique fields first', () => {
    expect(matchChoices(object, { A: 'name', B: 'revenue', C: 'code', D: 'tax_number' })).toEqual([
      'code',
      'tax_number',
      'name',
    ]);
  });
});

describe('errors of rows', () => {
  const errors = [
    { row: 2, field: 'phone', value: '=1+1', message: 'Faltan "cifras"' },
    { row: 3, field: 'phone', message: 'x' },
    { row: 4, message: 'y' },
  ];
  it('are grouped by field, the most frequent first', () => {
    expect(errorGroups(errors)).toEqual([
      { field: 'phone', count: 2 },
      { field: '', count: 1 },
    ]);
  });
  it('are written for a spreadsheet without becoming formulas', () => {
    expect(errorsAsCsv(errors.slice(0, 1), ['Fila', 'Campo', 'Valor', 'Qué pasa'])).toBe(
      '\ufeffFila,Campo,Valor,Qué pasa\r\n2,phone,\'=1+1,"Faltan ""cifras"""\r\n',
    );
  });
});
