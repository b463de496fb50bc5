// SPDX-License-Identifier: Apache-2.0
// Who is signed in and what may be done: `useMe`, `useDefinitions`, `useObject`, and signing in and
// out.
import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { setFormats } from '@/base/i18n/i18n';
import { setCompanyTime } from '@/base/periods';
import { ApiError, get, patch, post, sessionBegun, sessionOver } from './client';
import { forgetUndoable } from '@/base/toasts';
import type { Definitions, Me, ObjectDefinition, Rights, StoredRecord } from './types';

// What the company has settled about figures, days and years holds for every page.
function heed(me: Me): Me {
  setFormats(me.company.formats ?? 'es-ES');
  setCompanyTime(me.company.zone, me.company.fiscal_year_start ?? 1);
  return me;
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ client }): Promise<Me | null> => {
    try {
      return heed(await get<Me>('auth/me'));
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
      // Whoever was in stays on their page, with what they typed, below the question to sign in.
      const held = client.getQueryData<Me | null>(['me']);
      if (held) sessionOver();
      return held ?? null;
    }
  },
  staleTime: 5 * 60_000,
});

export const definitionsQuery = queryOptions({
  queryKey: ['definitions'],
  queryFn: () => get<Definitions>('api/v1/definitions'),
  staleTime: 10 * 60_000,
});

// Objects whose records have a name per language are called, listed and sorted by the one of the
// page.
export function calledIn(language: string, object: ObjectDefinition): ObjectDefinition {
  const title = object.title.replace(/_es$/, `_${language}`);
  const field = object.fields.find(({ name }) => name === title);
  if (title === object.title || !field) return object;
  const inTurn = (name: string) =>
    name === object.title ? title : name === title ? object.title : name;
  return {
    ...object,
    title,
    subtitle: object.title,
    default_sort: field.sortable ? object.default_sort && inTurn(object.default_sort) : undefined,
    views: object.views && { ...object.views, list: object.views.list?.map(inTurn) },
  };
}

export const useMeOrNobody = () => useQuery(meQuery);

// Inside the shell somebody is always signed in.
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('nobody is signed in');
  return data;
}

export function useDefinitions(): {
  objects: Map<string, ObjectDefinition>;
  ready: boolean;
  error: Error | null;
} {
  const { i18n } = useTranslation();
  const { data, error } = useQuery(definitionsQuery);
  const objects = useMemo(
    () =>
      new Map(data?.objects.map((object) => [object.name, calledIn(i18n.language, object)]) ?? []),
    [data, i18n.language],
  );
  return { objects, ready: data !== undefined, error };
}

export const useObject = (name: string): ObjectDefinition | undefined =>
  useDefinitions().objects.get(name);

// Whether the definitions serve these fields to whoever is signed in: a role may hide some, and
// the server refuses every question that names one.
export const serves = (object: ObjectDefinition | undefined, ...names: string[]): boolean =>
  object !== undefined && names.every((name) => object.fields.some((field) => field.name === name));

export const useServes = (name: string, ...fields: string[]): boolean =>
  serves(useObject(name), ...fields);

// The sums of opportunities, wherever a page makes them.
export const seesSums = (opportunities: ObjectDefinition | undefined): boolean =>
  serves(opportunities, 'amount', 'weighted');
export const useSums = (): boolean => seesSums(useObject('opportunities'));

const holds = (right: unknown) =>
  right !== undefined && right !== null && right !== false && right !== 'none';

// Whether an act is offered at all; the server decides in the end.
export function may(object: ObjectDefinition | undefined, act: keyof Rights): boolean {
  return object?.rights ? holds(object.rights[act]) : object !== undefined;
}

// Whether it may be done with this very record. Only a record read by itself says so; for the rows
// of a list the right on the object counts.
export function mayWith(
  object: ObjectDefinition | undefined,
  record: StoredRecord,
  act: 'update' | 'remove',
): boolean {
  const told = record['@clientela.may'];
  return may(object, act) && (!Array.isArray(told) || told.includes(act));
}

// The records looked at last (features/search/recent.ts) tell names of customers.
const kTraces = ['clientela.recent'];

// Everything but who is signed in, which the page is watching.
function forgetAll(cache: QueryClient) {
  for (const trace of kTraces) localStorage.removeItem(trace);
  cache.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
}

export function useSignIn() {
  const cache = useQueryClient();
  return useCallback(
    async (email: string, password: string) => {
      const before = cache.getQueryData<Me | null>(meQuery.queryKey);
      const me = heed(await post<Me>('auth/login', { email, password }));
      // Somebody else at the same desk must not see what the one before had loaded.
      if (before?.user.id !== me.user.id) forgetAll(cache);
      cache.setQueryData(meQuery.queryKey, me);
      sessionBegun(before?.user.id === me.user.id);
      void cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
      return me;
    },
    [cache],
  );
}

export function useSignOut() {
  const cache = useQueryClient();
  return useCallback(async () => {
    await post('auth/logout');
    forgetUndoable();
    cache.setQueryData(meQuery.queryKey, null);
    forgetAll(cache);
  }, [cache]);
}

// As src/access/password.h says.
export const kPasswordLengthMin = 12;
export const changePassword = (current: string, password: string) =>
  post('auth/me/password', { current, password });
export const setPassword = (token: string, password: string) =>
  post('auth/password', { token, password });
export const saveLanguage = (language: string) => patch('auth/me', { language });
