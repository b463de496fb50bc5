// SPDX-License-Identifier: Apache-2.0
// What the server says about definitions to administrators, and how a change gets there: asked for
// as a plan first; what touches no table is applied at once, the rest once somebody has seen it.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useCallback, useState } from 'react';
import { ApiError, get, post, request, reasonOf } from '@/api/client';
import { definitionsQuery } from '@/api/session';
import type { Definitions, FieldDefinition, ObjectDefinition } from '@/api/types';
import { showToast } from '@/base/toasts';

export interface CustomField extends Omit<FieldDefinition, 'type'> {
  type?: string;
  hidden_at?: string;
  in_list?: boolean;
  table?: string;
}

export interface CustomObject {
  id: number;
  name: string;
  label: { es: [string, string]; en: [string, string] };
  fields?: CustomField[];
  many_links?: CustomField[];
  hidden_at?: string;
  options_of?: string;
  views?: { icon?: string };
}

export interface ObjectChange {
  label?: CustomObject['label'];
  icon?: string;
  fields?: CustomField[];
  many_links?: CustomField[];
  overrides?: Record<string, Partial<CustomField>>;
}

export interface Document {
  objects?: CustomObject[];
  changes?: Record<string, ObjectChange>;
}

export interface Overview {
  version: number;
  max: number;
  document: Document;
  used: Record<string, number>;
  definitions: Definitions;
}

export interface Usage {
  rows: number;
  fields: Record<string, { filled: number; views: number; layouts: number; roles: number }>;
}

export type Cost = 'instant' | 'index' | 'fill' | 'rewrite' | 'reindex';

export interface PlanStep {
  text: string;
  table: string;
  subject: string;
  sql: string;
  cost: Cost;
  rows: number;
}

export interface Plan {
  hash: string;
  version: number;
  steps: PlanStep[];
  losses: { object: string; field: string; text: string }[];
  unfinished?: { code: string; message: string };
  job?: string; // does the long work
}

export type Change = Record<string, unknown> & { do: string };

export const overviewQuery = queryOptions({
  queryKey: ['definitions', 'custom'],
  queryFn: () => get<Overview>('api/v1/definitions/custom'),
});

export const useOverview = () => useQuery(overviewQuery);

export const useUsage = (object: string, version: number) =>
  useQuery({
    queryKey: ['definitions', 'usage', object, version],
    queryFn: () => get<Usage>(`api/v1/definitions/${object}/usage`),
    enabled: object !== '',
  });

export interface Customization {
  format: string;
  document: Document;
  roles: { name: string; label_es: string; label_en: string }[];
  layouts: { scope: string; role?: string; place: string }[];
  views: { object: string; name: string }[];
}

export interface ReadIn {
  changes: Change[];
  plan: Plan | null;
  roles: Counts;
  layouts: Counts;
  views: Counts;
}
export interface Counts {
  created: number;
  updated: number;
  unchanged: number;
}

export const useCustomization = () =>
  useQuery({
    queryKey: ['definitions', 'customization'],
    queryFn: () => get<Customization>('api/v1/customization'),
  });

export interface Version {
  version: number;
  created_at: string;
  by: { id: string; name: string };
  changes: Change[];
}

export const useVersions = () =>
  useQuery({
    queryKey: ['definitions', 'versions'],
    queryFn: () => get<{ value: Version[] }>('api/v1/definitions/versions'),
  });

export const planFile = (file: unknown) => post<ReadIn>('api/v1/customization/plan', { file });
export const applyFile = async (file: unknown, hash: string) => {
  const done = await post<ReadIn>('api/v1/customization/apply', { file, hash });
  tellUnfinished(done.plan);
  return done;
};

// The change stands; the server says what of it is left and when that will be done.
function tellUnfinished(plan: Plan | null) {
  if (plan?.unfinished) showToast({ text: plan.unfinished.message, tone: 'danger' });
  if (plan?.job) {
    const href = `#/jobs?job=${plan.job}`;
    showToast({
      text: i18next.t('definitions:goesOn'),
      act: { label: i18next.t('definitions:seeJob'), run: () => location.assign(href) },
    });
  }
}

export type LayoutPlaces = Record<string, Record<string, unknown>>;
export const useLayouts = (scope: string) =>
  useQuery({
    queryKey: ['definitions', 'layouts', scope],
    queryFn: () => get<{ places: LayoutPlaces }>(`api/v1/layouts/${scope}`),
  });
export const saveLayout = (scope: string, place: string, content: unknown) =>
  request<void>('PUT', `api/v1/layouts/${scope}/${place}`, { body: content });
export const resetLayout = (scope: string, place: string) =>
  request<void>('DELETE', `api/v1/layouts/${scope}/${place}`);

// The pages of this area and the definitions that all others work on.
export function useRefreshDefinitions() {
  const cache = useQueryClient();
  return useCallback(
    () => cache.invalidateQueries({ queryKey: definitionsQuery.queryKey }),
    [cache],
  );
}

export interface Problem {
  text: string;
  fields: Record<string, string>; // by place in the change: "field/label/es"
}

const problemOf = (error: unknown, unknown: string): Problem => ({
  text: reasonOf(error, unknown),
  fields: Object.fromEntries(
    (error instanceof ApiError ? error.details : []).map((detail) => [
      (detail.target ?? '').replace(/^changes\/\d+\/?/, ''),
      detail.message,
    ]),
  ),
});

// From asking to having: `ask` plans, and applies what costs nothing; else `plan` waits for `run`.
export function useChanges(failed: string) {
  const refresh = useRefreshDefinitions();
  const [plan, setPlan] = useState<Plan | null>(null);
  const [changes, setChanges] = useState<Change[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function guarded(work: () => Promise<boolean>): Promise<boolean> {
    setBusy(true);
    setProblem(null);
    try {
      return await work();
    } catch (error) {
      setProblem(problemOf(error, failed));
      setPlan(null);
      return false;
    } finally {
      setBusy(false);
    }
  }
  const apply = async (asked: Change[], hash: string) => {
    const body = { changes: asked, hash };
    const headers = { Prefer: 'respond-async' };
    tellUnfinished(await post<Plan>('api/v1/definitions/apply', body, { headers }));
    setPlan(null);
    await refresh();
    return true;
  };
  return {
    plan,
    problem,
    busy,
    ask: (asked: Change[]) =>
      guarded(async () => {
        const found = await post<Plan>('api/v1/definitions/plan', { changes: asked });
        if (found.steps.length === 0 && found.losses.length === 0) return apply(asked, found.hash);
        setChanges(asked);
        setPlan(found);
        return false;
      }),
    run: () => guarded(() => apply(changes, plan?.hash ?? '')),
    cancel: () => {
      setPlan(null);
      setProblem(null);
    },
  };
}

export type Changes = ReturnType<typeof useChanges>;

export const isCustom = (object: ObjectDefinition) => object.name.startsWith('c_');

export const isHidden = (overview: Overview, object: string) =>
  (overview.document.objects ?? []).some(
    (entry) => entry.name === object && Boolean(entry.hidden_at),
  );
