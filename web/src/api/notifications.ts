// SPDX-License-Identifier: Apache-2.0
// What waits for me: notices, how many are unread, reading and muting. The stream of changes makes
// them stale, so they are live.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, request } from './client';
import { useCount, useRecords } from './records';
import { useObject } from './session';

export const kNoticeKinds = [
  'assigned',
  'task_due',
  'job_done',
  'job_partial',
  'job_failed',
  'delegation',
] as const;
export type NoticeKind = (typeof kNoticeKinds)[number];

const kUnread = 'read_at eq null';

export function useUnread(): number {
  const { data } = useCount(
    'notifications',
    { filter: kUnread },
    Boolean(useObject('notifications')),
  );
  return data ?? 0;
}

export const useNotices = (unread: boolean) =>
  useRecords(
    'notifications',
    { filter: unread ? kUnread : undefined, orderby: 'happened_at desc', top: 50 },
    { enabled: Boolean(useObject('notifications')) },
  );

export function useReadAll() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => post<{ read: number }>('api/v1/notifications/read'),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['records', 'notifications'] }),
  });
}

const kMuted = ['muted'];

export const useMuted = () =>
  useQuery({
    queryKey: kMuted,
    queryFn: async () => (await get<{ muted: NoticeKind[] }>('api/v1/notifications/muted')).muted,
  });

export function useMute() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (muted: NoticeKind[]) =>
      request<{ muted: NoticeKind[] }>('PUT', 'api/v1/notifications/muted', { body: { muted } }),
    onSuccess: (answer) => cache.setQueryData(kMuted, answer.muted),
  });
}
