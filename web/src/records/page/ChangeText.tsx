// SPDX-License-Identifier: Apache-2.0
// A change as a sentence: «Andrés Pardo cambió relación de Potencial a Cliente».
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '@/api/records';
import { useObject } from '@/api/session';
import type { FieldDefinition, ObjectDefinition, TimelineItem } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { fieldOf, inSentence, manyLinkOf, textOfValue, titleOf } from '../fields';
import css from './Timeline.module.css';

const kShown = 3;

// What happened to the record as a whole needs no list of fields.
const kWhole: Partial<Record<string, string>> = {
  create: 'records:created',
  remove: 'records:movedToBin',
  restore: 'records:takenFromBin',
};

function LinkText({ target, id }: { target: string; id: string }) {
  const object = useObject(target);
  const { data } = useRecord(target, id);
  return <>{object && data ? titleOf(object, data) : '…'}</>;
}

function ValueText({ field, value }: { field: FieldDefinition | undefined; value: unknown }) {
  if (value === null || value === undefined || value === '') return <>–</>;
  if (!field) return <>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</>;
  if (field.type === 'link' && typeof value === 'string')
    return <LinkText target={field.target!} id={value} />;
  return <>{textOfValue(field, value)}</>;
}

export function ChangeText({ object, item }: { object: ObjectDefinition; item: TimelineItem }) {
  const { t } = useTranslation();
  const changes = (item.changes ?? []).filter(
    (change) => fieldOf(object, change.field) ?? manyLinkOf(object, change.field),
  );
  const who = item.actor?.name ?? t('records:system');
  const whole = kWhole[item.op ?? 'update'];
  if (whole || changes.length === 0) {
    return (
      <>
        <strong className={css.who}>{who}</strong> {t(whole ?? 'records:touched')}
      </>
    );
  }
  return (
    <>
      <strong className={css.who}>{who}</strong> {t('records:changedField')}{' '}
      {changes.slice(0, kShown).map((change, index) => {
        const field = fieldOf(object, change.field);
        return (
          <Fragment key={change.field}>
            {index > 0 && ', '}
            {inSentence(labelOf((field ?? manyLinkOf(object, change.field))?.label))}
            {field && field.type !== 'json' && (
              <>
                :{' '}
                <span className={css.before}>
                  <ValueText field={field} value={change.before} />
                </span>{' '}
                →{' '}
                <strong className={css.after}>
                  <ValueText field={field} value={change.after} />
                </strong>
              </>
            )}
          </Fragment>
        );
      })}
      {changes.length > kShown && ` ${t('records:andMore', { count: changes.length - kShown })}`}
    </>
  );
}
