// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { daysOfWords } from '@/base/dateWords';
import { startTexts } from '@/base/i18n/i18n';
import { parse } from '@/filter';
import i18next from 'i18next';
import { parseClauses, printClauses, type Clause } from './clauses';
import { unknownName } from './unknown';
import { wordsOf } from './words';

type Types = Record<string, [FieldDefinition['type'], string, string?]>;

const made = (name: string, label: string, types: Types): ObjectDefinition => ({
  id: 1,
  name,
  singular: name,
  label: { es: [label, label], en: [label, label] },
  title: 'name',
  fields: Object.entries(types).map(([field, [type, es, target]], id) => ({
    id,
    name: field,
    type,
    target,
    label: { es, en: es },
    options:
      type === 'option'
        ? [{ value: 'customer', label: { es: 'Cliente', en: 'Client' } }]
        : undefined,
  })),
});

const objects = new Map(
  [
    {
      ...made('accounts', 'Cuentas', {
        name: ['string', 'Nombre'],
        life_cycle: ['option', 'Relación'],
        owner_id: ['link', 'Responsable', 'users'],
        revenue: ['money', 'Facturación'],
        since: ['date', 'Cliente desde'],
        updated_at: ['instant', 'Cambio'],
        vip: ['boolean', 'Especial'],
        territory_id: ['link', 'Territorio', 'territories'],
      }),
      relations: [
        {
          name: 'opportunities',
          target: 'opportunities',
          via: 'account_id',
          label: { es: 'Oportunidades', en: 'Opportunities' },
        },
      ],
      many_links: [
        {
          id: 90,
          name: 'classifications',
          target: 'classifications',
          label: { es: 'Clasificación', en: 'Classification' },
        },
      ],
    },
    made('users', 'Personas', { name: ['string', 'Nombre'], team_id: ['link', 'Equipo', 'teams'] }),
    made('teams', 'Equipos', { name: ['string', 'Nombre'] }),
    made('territories', 'Territorios', { name: ['string', 'Nombre'] }),
    made('classifications', 'Clasificaciones', { name: ['string', 'Nombre'] }),
    made('opportunities', 'Oportunidades', {
      name: ['string', 'Nombre'],
      amount: ['money', 'Importe'],
      account_id: ['link', 'Cuenta', 'accounts'],
    }),
  ].map((object) => [object.name, object]),
);
const accounts = objects.get('accounts')!;
const read = (text: string) => parseClauses(objects, accounts, text);
const written = (clauses: Clause[]) => printClauses(objects, accounts, clauses);

describe('clauses of the sentence', () => {
  it.each([
    ["life_cycle eq 'customer'"],
    ["life_cycle in ('customer','prospect') and revenue ge 100000"],
    ['owner_id eq clientela.me() and since ge 2026-01-31'],
    ["contains(clientela.fold(name),'clinica') and revenue ne null"],
    ["not contains(clientela.fold(name),'clinica')"],
    ["clientela.below(territory_id,'01JABC') and vip eq true"],
    ["name eq 'O''Higgins'"],
    ["owner/team_id eq '01JTEAM'"],
    ["contains(clientela.fold(owner/team/name),'sur')"],
    ["opportunities/any(x:x/amount gt 5000 and contains(clientela.fold(x/name),'red'))"],
    ['opportunities/all(x:x/amount gt 5000)'],
    ['not opportunities/any(x:x/account/revenue lt 10)'],
    ['opportunities/any()'],
    ['not opportunities/any()'],
    ['opportunities/$count ge 3'],
    ["vip eq true and (life_cycle eq 'customer' or revenue gt 5)"],
    ["life_cycle eq 'customer' or owner_id eq clientela.me()"],
    ["classifications/any(x:x/id in ('01A','01B'))"],
    ["clientela.below(classifications,'01A')"],
    ['not classifications/any()'],
    ["since lt clientela.today() and updated_at ge now() sub duration'P30D'"],
    ["since le clientela.today() add duration'P7D'"],
    [''],
  ])('%s is read and printed without loss', (text) => {
    const clauses = read(text);
    expect(clauses).not.toBeNull();
    expect(written(clauses!)).toBe(text);
  });
  it('understands other ways of writing the same', () => {
    expect(written(read('revenue/amount gt 5 and 3 lt opportunities/$count and vip')!)).toBe(
      'revenue gt 5 and opportunities/$count ge 4 and vip eq true',
    );
    expect(written(read('opportunities/any(o:o/amount gt 1)')!)).toBe(
      'opportunities/any(x:x/amount gt 1)',
    );
  });
  it.each([
    ['unknown eq 1'],
    ["name eq 'open"],
    ['revenue add 1 gt 2'],
    ['length(name) gt 3'],
    ['opportunities/any(x:x/amount gt revenue)'],
    ['not (vip eq true and revenue gt 1)'],
    ['owner/unknown eq 1'],
  ])('%s stays a text', (text) => {
    expect(read(text)).toBeNull();
  });
  it('asks without accents and capitals', () => {
    expect(
      written([
        { kind: 'condition', path: [], field: 'name', operator: 'contains', value: 'Clínica Ñ' },
      ]),
    ).toBe("contains(clientela.fold(name),'clinica n')");
  });
});

describe('filters in words', () => {
  beforeAll(() => startTexts('es'));
  const say = (text: string) =>
    wordsOf(objects, accounts, parse(text), i18next.t)
      .map((part) => (typeof part === 'string' ? part : `[${part.target} ${part.id}]`))
      .join('');
  it.each([
    ["life_cycle eq 'customer'", 'relación es Cliente'],
    ["owner/team_id eq '01T'", 'responsable › equipo es [teams 01T]'],
    [
      'opportunities/any(o:o/amount gt 5000 and o/account/revenue lt 9)',
      'tienen oportunidades donde (importe supera 5.000 y cuenta › facturación es menor que 9)',
    ],
    ['not opportunities/any()', 'no tienen oportunidades'],
    ['opportunities/all(x:x/amount gt 5)', 'solo tienen oportunidades donde importe supera 5'],
    ['opportunities/$count ge 2', 'tienen al menos 2 oportunidades'],
    ["updated_at ge now() sub duration'P30D'", 'cambio desde hace 30 días'],
    ['since lt clientela.today()', 'cliente desde ya pasó'],
    [
      '(vip eq true or revenue gt 1) and revenue eq null',
      '(especial es Sí o facturación supera 1) y facturación está sin dato',
    ],
    ["not (name eq 'x')", 'no se cumple que (nombre es «x»)'],
    [
      "name eq 'x' and opportunities/any(o:o/name eq 'i')",
      'nombre es «x» y tienen oportunidades donde nombre es «i»',
    ],
    ['length(name) gt 3', 'length(nombre) supera 3'],
  ])('%s: %s', (text, words) => expect(say(text)).toBe(words));
});

describe('a name that is no field', () => {
  const unknown = (text: string) =>
    unknownName(objects, objects.get('accounts')!, text, parse(text));
  it('is told with its place, and with the field whose label it is', () => {
    expect(unknown('facturacion gt 3')).toEqual({ name: 'facturacion', at: 0, meant: 'revenue' });
    expect(unknown("name eq 'patata' and patata eq 1")).toEqual({ name: 'patata', at: 21 });
    expect(unknown('revenue gt and')).toEqual({ name: 'and', at: 11 });
    expect(unknown('amount gt 3')).toEqual({ name: 'amount', at: 0 });
    expect(unknown('opportunities/any(x:x/patata eq 1)')).toEqual({ name: 'patata', at: 22 });
    expect(unknown("contains(patata,'x')")).toEqual({ name: 'patata', at: 9 });
  });
  it('is not what is known', () => {
    for (const text of [
      'revenue/amount gt 3 and revenue/currency eq null',
      "owner_id eq 'A' or owner/id eq 'A'",
      'opportunities/$count gt 3',
      'opportunities/any(x:x/id ne null)',
      'since ge clientela.today()',
    ])
      expect(unknown(text)).toBe(null);
  });
});

describe('days counted from today', () => {
  it('stay relative in the text and come back', () => {
    const asks = (operator: 'ge' | 'le', value: string): Clause[] => [
      { kind: 'condition', path: [], field: 'since', operator, value },
    ];
    const there = (clauses: Clause[]) =>
      printClauses(objects, objects.get('accounts')!, clauses);
    const back = (text: string) => parseClauses(objects, objects.get('accounts')!, text);
    expect(there(asks('le', 'today'))).toBe('since le clientela.today()');
    expect(there(asks('ge', 'today+3'))).toBe("since ge clientela.today() add duration'P3D'");
    expect(there(asks('le', 'today-7'))).toBe("since le clientela.today() sub duration'P7D'");
    for (const clauses of [asks('le', 'today'), asks('ge', 'today+3'), asks('le', 'today-7')])
      expect(back(there(clauses))).toEqual(clauses);
  });
  it('are told from words', () => {
    expect(['hoy', 'Mañana', '+3d', 'hace 2 semanas', 'ayer'].map(daysOfWords)).toEqual([
      0, 1, 3, -14, -1,
    ]);
    expect(['viernes', '+2m', '24/11/2026', ''].map(daysOfWords)).toEqual([null, null, null, null]);
  });
});
