// SPDX-License-Identifier: Apache-2.0
// The audit through the query cache: changes of records, and acts that change none.
import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '@/api/client';

export interface LoggedChange {
  field: string;
  before: unknown;
  after: unknown;
  before_label?: string;
  after_label?: string;
}

export interface LogItem {
  seq: number;
  happened_at: string;
  actor: { id: string; name: string } | null;
  origin: string;
  op: 'create' | 'update' | 'remove' | 'restore';
  object: string | null;
  record: { id: string; label: string } | null;
  changes: LoggedChange[];
}

export interface LoggedAct {
  seq: number;
  happened_at: string;
  actor: { id: string; name: string } | null;
  kind: string;
  subject: string;
  address: string;
}

export interface LogQuestion {
  object?: string;
  record?: string;
  field?: string;
  actor?: string;
  from?: string;
  until?: string;
}

export const queryText = (question: object) =>
  Object.entries(question)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');

// A page may come back empty while the search goes on; it is asked for again until something is
// found.
function usePages<Item>(path: string, question: object) {
  return useInfiniteQuery({
    queryKey: ['log', path, question],
    queryFn: ({ pageParam, signal }) =>
      get<{ value: Item[]; next: string | null }>(
        `${path}?${queryText({ ...question, top: 50, before: pageParam })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export const useLog = (question: LogQuestion) => usePages<LogItem>('api/v1/audit', question);
export const useActs = (question: {
  kind?: string;
  actor?: string;
  from?: string;
  until?: string;
}) => usePages<LoggedAct>('api/v1/audit/acts', question);

export const kActs = [
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'password_set',
  'invited',
  'token_made',
  'token_revoked',
  'exported',
  'company_changed',
];
