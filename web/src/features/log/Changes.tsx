// SPDX-License-Identifier: Apache-2.0
// Changes newest first, each field with its value before and after.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { recordHref, roleRightsHref } from '@/base/address';
import { formatMoment, formatRelative } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { Who } from '@/base/Who';
import { fieldOf, inSentence, manyLinkOf, oneLabel } from '@/records/fields';
import { FieldValue } from '@/records/value/FieldValue';
import { More } from './More';
import { RoleChange } from './RoleChange';
import { kRoleFields } from './roleChange';
import { useLog, type LoggedChange, type LogItem, type LogQuestion } from './log';
import css from './Log.module.css';

const kShown = 3; // of the fields of one change, before somebody asks for all

function Side({
  object,
  change,
  side,
}: {
  object: ObjectDefinition;
  change: LoggedChange;
  side: 'before' | 'after';
}) {
  const { t } = useTranslation();
  const value = change[side];
  const field = fieldOf(object, change.field);
  if (value === null || value === undefined || value === '')
    return <span className={css.none}>{t('log:empty')}</span>;
  if (!field) return <>{Array.isArray(value) ? value.length : String(value)}</>;
  const record = {
    id: '',
    [field.name]: value,
    [`${field.name}@clientela.label`]: change[`${side}_label`] ?? '',
  } as StoredRecord;
  return <FieldValue field={field} record={record} place="page" />;
}

function Sides({
  object,
  change,
  isNew,
}: {
  object: ObjectDefinition;
  change: LoggedChange;
  isNew: boolean;
}) {
  return (
    <>
      {!isNew && (
        <>
          <span className={css.before}>
            <Side object={object} change={change} side="before" />
          </span>
          <span aria-hidden> → </span>
        </>
      )}
      <Side object={object} change={change} side="after" />
    </>
  );
}

function Fields({ item, object }: { item: LogItem; object: ObjectDefinition }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const changes =
    item.op === 'create' ? item.changes.filter(({ after }) => after !== null) : item.changes;
  const rest = changes.length - kShown;
  return (
    <>
      <dl className={css.fields}>
        {(whole || rest < 2 ? changes : changes.slice(0, kShown)).map((change) => (
          <div key={change.field}>
            <dt>
              {labelOf(
                (fieldOf(object, change.field) ?? manyLinkOf(object, change.field))?.label,
              ) || change.field}
            </dt>
            <dd>
              {item.object === 'roles' && change.field in kRoleFields ? (
                <RoleChange change={change} isNew={item.op === 'create'} />
              ) : (
                <Sides object={object} change={change} isNew={item.op === 'create'} />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {!whole && rest >= 2 && (
        <button type="button" className={css.rest} onClick={() => setWhole(true)}>
          {t('log:rest', { count: rest })}
        </button>
      )}
    </>
  );
}

// Where it came from, when not from a page: a job leads to its receipt.
function Origin({ of }: { of: string }) {
  const { t } = useTranslation();
  if (of === 'page') return null;
  const job = /^job:(\w+)$/.exec(of)?.[1];
  return (
    <span className={css.origin}>
      {job ? <a href={`#/jobs?job=${job}`}>{t('log:job')}</a> : <span translate="no">{of}</span>}
    </span>
  );
}

function Line({ item }: { item: LogItem }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const object = objects.get(item.object ?? '');
  const thing = object ? inSentence(oneLabel(object)) : (item.object ?? '');
  // The page leads to what a role may; its record has no more than a name.
  const href =
    item.record &&
    item.object &&
    (item.object === 'roles'
      ? roleRightsHref(item.record.id)
      : recordHref(item.object, item.record.id));
  return (
    <li className={css.line}>
      <div className={css.head}>
        <Who name={item.actor?.name || t('log:program')} />
        <span>
          {t(`log:op.${item.op}`)}{' '}
          {href && !item.record?.label ? (
            <a href={href}>{thing}</a>
          ) : (
            <>
              {thing} {href && <a href={href}>{item.record?.label}</a>}
            </>
          )}
        </span>
        <Origin of={item.origin} />
        <time dateTime={item.happened_at} title={formatMoment(item.happened_at)}>
          {formatRelative(item.happened_at)}
        </time>
      </div>
      {object && item.changes.length > 0 && <Fields item={item} object={object} />}
    </li>
  );
}

export function Changes({ question }: { question: LogQuestion }) {
  const log = useLog(question);
  const items = log.data?.pages.flatMap((page) => page.value) ?? [];
  return (
    <>
      <ol className={css.lines}>
        {items.map((item) => (
          <Line key={item.seq} item={item} />
        ))}
      </ol>
      <More query={log} count={items.length} />
    </>
  );
}
