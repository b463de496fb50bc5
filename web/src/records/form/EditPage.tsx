// SPDX-License-Identifier: Apache-2.0
// All fields of a record at once.
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '@/api/records';
import { may, mayWith, useDefinitions } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { listHref, recordHref, useGo } from '@/base/address';
import { Empty, Skeleton } from '@/base/State';
import { PageBar } from '@/ui/PageBar';
import { ConflictDialog } from '../conflict/ConflictDialog';
import { manyLabel, titleOf } from '../fields';
import { GivenUp, useFieldSave } from '../saveFields';
import { RecordForm } from './RecordForm';

export function EditPage() {
  const { t } = useTranslation();
  const { object: name, id } = useParams({ strict: false }) as { object: string; id: string };
  const { objects, ready } = useDefinitions();
  const object = objects.get(name);
  const { data: record, error } = useRecord(name, object ? id : undefined);
  if ((ready && !object) || error || (object && !may(object, 'update')))
    return (
      <Empty title={t('records:missing')}>
        <a href={listHref(name)}>{t('records:backToList')}</a>
      </Empty>
    );
  if (!object || !record) return <Skeleton />;
  if (!mayWith(object, record, 'update'))
    return (
      <Empty title={t('records:mayNotChange')}>
        <a href={recordHref(name, record.id)}>{titleOf(object, record)}</a>
      </Empty>
    );
  return <Edit object={object} record={record} />;
}

function Edit({ object, record }: { object: ObjectDefinition; record: StoredRecord }) {
  const { t } = useTranslation();
  const go = useGo();
  const save = useFieldSave(object);
  const [base] = useState(record); // what the person saw when starting, whatever arrives meanwhile
  const back = () => go(recordHref(object.name, record.id), { replace: true });
  return (
    <>
      <PageBar
        path={[
          { label: manyLabel(object), href: listHref(object.name) },
          { label: titleOf(object, base), href: recordHref(object.name, record.id) },
        ]}
        title={t('records:editAll')}
      />
      <RecordForm
        object={object}
        isNew={false}
        initial={base}
        cancel={back}
        save={async (values, saved) => {
          try {
            if (Object.keys(values).length > 0) await save(base, values);
            saved();
            back();
          } catch (error) {
            if (!(error instanceof GivenUp)) throw error;
          }
        }}
      />
      <ConflictDialog />
    </>
  );
}
