// SPDX-License-Identifier: Apache-2.0
// A new record of any object; values given in the address (`?account_id=…`) stand in the form
// already.
import { useQueries } from '@tanstack/react-query';
import { useCanGoBack, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '@/api/client';
import { kAnnotations, recordPath } from '@/api/odata';
import { recordKey, useCreate, useRemove } from '@/api/records';
import { may, useDefinitions, useMe } from '@/api/session';
import type { FieldDefinition, Me, ObjectDefinition, StoredRecord } from '@/api/types';
import { listHref, recordHref, useAddress, useGo } from '@/base/address';
import { dayText, today } from '@/base/periods';
import { Empty, Skeleton } from '@/base/State';
import { showToast } from '@/base/toasts';
import { PageBar } from '@/ui/PageBar';
import { fieldOf, inSentence, isEditable, manyLabel, oneLabel, titleOf } from '../fields';
import { refusalOf } from '../saveFields';
import { RecordForm } from './RecordForm';

function defaultOf(field: FieldDefinition, me: Me): unknown {
  if (field.name === 'owner_id' || (field.default === 'me' && field.target === 'users'))
    return me.user.id;
  if (field.default === 'today') return dayText(today());
  if (field.default === 'now') return new Date().toISOString();
  return field.default ?? null;
}

function useGivenLinks(object: ObjectDefinition | undefined, given: Record<string, string>) {
  const { objects } = useDefinitions();
  const links = object
    ? Object.entries(given).filter(([name]) => fieldOf(object, name)?.type === 'link')
    : [];
  return useQueries({
    queries: links.map(([name, id]) => {
      const target = fieldOf(object!, name)!.target!;
      return {
        queryKey: recordKey(target, id),
        queryFn: () => get<StoredRecord>(recordPath(target, id), { headers: kAnnotations }),
        retry: false,
      };
    }),
    combine: (results) => ({
      ready: results.every((result) => !result.isPending),
      labels: Object.fromEntries(
        links.map(([name], index) => {
          const target = objects.get(fieldOf(object!, name)!.target!);
          const record = results[index]?.data;
          return [`${name}@clientela.label`, target && record ? titleOf(target, record) : ''];
        }),
      ),
    }),
  });
}

type Given = Record<string, string>;

// What the address gives and what the definition fills in.
function initialOf(object: ObjectDefinition, given: Given, me: Me, labels: Given) {
  const initial: Record<string, unknown> = {};
  for (const field of object.fields)
    if (isEditable(field, true)) initial[field.name] = given[field.name] ?? defaultOf(field, me);
  if ('owner_id' in initial && initial.owner_id === me.user.id)
    initial['owner_id@clientela.label'] = me.user.name;
  Object.assign(initial, labels);
  for (const [key, value] of Object.entries(given))
    if (object.many_links?.some((link) => link.name === key)) initial[key] = value.split(',');
  return initial;
}

// A row added to another record leads back there; a new record of its own is shown.
function useLeadOn(name: string, given: Given) {
  const { t } = useTranslation();
  const go = useGo();
  const remove = useRemove(name);
  const takeBack = (record: StoredRecord) => () =>
    remove.mutate(record, {
      onSuccess: () => go(listHref(name)),
      onError: (error) => showToast({ text: refusalOf(error, null, t), tone: 'danger' }),
    });
  return (object: ObjectDefinition, record: StoredRecord) => {
    const parent = Object.entries(given).find(([key]) => fieldOf(object, key)?.type === 'link');
    const own = recordHref(name, record.id);
    showToast({
      text: t('records:createdToast', { name: titleOf(object, record) }),
      link: parent && { label: t('records:open'), href: own },
      act: may(object, 'remove') ? { label: t('base:undo'), run: takeBack(record) } : undefined,
    });
    const next = parent ? recordHref(fieldOf(object, parent[0])!.target!, parent[1]) : own;
    go(next, { replace: true });
  };
}

export function CreatePage() {
  const { t } = useTranslation();
  const { object: name } = useParams({ strict: false }) as { object: string };
  const { objects, ready } = useDefinitions();
  const object = objects.get(name);
  const { search } = useAddress();
  const given = useGivenLinks(object, search);
  const me = useMe();
  const go = useGo();
  const create = useCreate(name);
  const leadOn = useLeadOn(name, search);
  const canGoBack = useCanGoBack(); // within the application
  const back = () => (canGoBack ? window.history.back() : go(listHref(name), { replace: true }));
  if (!ready || !given.ready) return <Skeleton />;
  if (!object || !may(object, 'create'))
    return (
      <Empty title={t('shell:notFound')}>
        <a href="#/">{t('shell:goHome')}</a>
      </Empty>
    );

  return (
    <>
      <PageBar
        path={[{ label: manyLabel(object), href: listHref(name) }]}
        title={t('list:create', { thing: inSentence(oneLabel(object)) })}
      />
      <RecordForm
        key={name + JSON.stringify(search)} // nothing typed goes into the form of another object
        object={object}
        isNew
        initial={initialOf(object, search, me, given.labels)}
        cancel={back}
        save={async (values, saved) => {
          const record = await create.mutateAsync(values);
          saved();
          leadOn(object, record);
        }}
      />
    </>
  );
}
