// SPDX-License-Identifier: Apache-2.0
// Tokens through the query cache: mine, or everybody's for administrators.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, remove } from '@/api/client';
import { whileSaving } from '@/api/saving';

export interface Token {
  id: string;
  name: string;
  user: { id: string; name: string };
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

export const useTokens = (all: boolean) =>
  useQuery({
    queryKey: ['tokens', all],
    queryFn: async () =>
      (await get<{ value: Token[] }>(`api/v1/tokens${all ? '?all=true' : ''}`)).value,
  });

export function useMakeToken() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { name: string; expires_days: number | null }) =>
      whileSaving(post<Token & { token: string }>('api/v1/tokens', wanted)),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['tokens'] }),
  });
}

export function useRevokeToken() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => whileSaving(remove<void>(`api/v1/tokens('${id}')`)),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['tokens'] }),
  });
}

export const kLives = [30, 90, 365, null] as const;
export const hasEnded = (token: Token, now: Date = new Date()) =>
  token.expires_at !== null && new Date(token.expires_at) <= now;
