// SPDX-License-Identifier: Apache-2.0
// Addresses of pages. The page owns its address: view, filter, sort, open side panel and tab stand
// in it as plain texts. `useAddress` reads them and changes some (as a new step back, or in place).
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Search = Record<string, string>;

export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text));

export function printSearch(search: Record<string, unknown>): string {
  const entries = Object.entries(search).filter(
    ([, value]) => value !== undefined && value !== '' && value !== null,
  );
  const text = new URLSearchParams(
    entries.map(([name, value]) => [name, String(value)]),
  ).toString();
  return text ? `?${text}` : '';
}

export const listHref = (object: string, search: Search = {}) =>
  `#/${object}${printSearch(search)}`;
export const recordHref = (object: string, id: string, search: Search = {}) =>
  `#/${object}/${id}${printSearch(search)}`;
// Where administrators see and change what a role may.
export const roleRightsHref = (id: string) => `#/people${printSearch({ tab: 'roles', role: id })}`;
export const jobHref = (id: string) => `#/jobs${printSearch({ job: id })}`;
export const createHref = (object: string, search: Search = {}) =>
  `#/${object}/new${printSearch(search)}`;

export function useGo() {
  const navigate = useNavigate();
  return useCallback(
    (href: string, options: { replace?: boolean } = {}) => {
      const [pathname, search = ''] = href.replace(/^#/, '').split('?');
      void navigate({
        to: pathname,
        search: parseSearch(search) as never,
        replace: options.replace,
      } as never);
    },
    [navigate],
  );
}

export function useAddress() {
  const location = useLocation();
  const search = location.search as Search;
  const go = useGo();
  const change = useCallback(
    (changes: Record<string, string | undefined>, options: { replace?: boolean } = {}) => {
      const next: Record<string, string | undefined> = { ...search, ...changes };
      go(`${location.pathname}${printSearch(next)}`, options);
    },
    [go, location.pathname, search],
  );
  return { path: location.pathname, search, change };
}
export const editHref = (object: string, id: string) => `#/${object}/${id}/edit`;
