// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { allOf, idFilter, listPath, nextPath, orderOf } from './odata';

describe('addresses', () => {
  it('escape what is typed', () => {
    expect(listPath('accounts', { filter: "name eq 'A&B'", top: 5 })).toBe(
      "api/v1/accounts?$filter=name%20eq%20'A%26B'&$top=5",
    );
  });
  it('take next links as they come', () => {
    expect(nextPath('accounts?$skiptoken=x')).toBe('api/v1/accounts?$skiptoken=x');
    expect(nextPath('/crm/api/v1/accounts?$skiptoken=x')).toBe('/crm/api/v1/accounts?$skiptoken=x');
  });
  it('double the quotes of texts', () => expect(idFilter('name', "O'H")).toBe("name eq 'O''H'"));
  it('bracket the parts of a conjunction', () =>
    expect(allOf('a eq 1 or b eq 2', undefined, 'c eq 3')).toBe('(a eq 1 or b eq 2) and (c eq 3)'));
  it('turn -field into desc', () => expect(orderOf('-amount')).toBe('amount desc'));
});
