// SPDX-License-Identifier: Apache-2.0
// A many-to-many link as chips; the tree of what can be chosen opens beside them.
import { Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { mayWith } from '@/api/session';
import type { ManyLinkDefinition, ObjectDefinition, StoredRecord } from '@/api/types';
import { labelOf } from '@/base/i18n/i18n';
import { IconPlus, IconX } from '@/base/icons';
import { showToast } from '@/base/toasts';
import { titleOf } from '../fields';
import { refusalOf, useFieldSave } from '../saveFields';
import { idsOf, useLinkLabels } from '../value/ManyLinkValue';
import values from '../value/Value.module.css';
import css from './Properties.module.css';

interface Branch {
  record: StoredRecord;
  depth: number;
}

// The records in tree order with their depth; what has lost its parent stands at the top.
export function branchesOf(
  records: StoredRecord[],
  parent: string | null | undefined,
  label: (record: StoredRecord) => string,
): Branch[] {
  const known = new Set(records.map((record) => record.id));
  const children = new Map<string, StoredRecord[]>();
  for (const record of records) {
    const above = parent ? (record[parent] as string | null) : null;
    const key = above && known.has(above) ? above : '';
    children.set(key, [...(children.get(key) ?? []), record]);
  }
  const walk = (key: string, depth: number): Branch[] =>
    (children.get(key) ?? [])
      .sort((one, other) => label(one).localeCompare(label(other), 'es'))
      .flatMap((record) => [{ record, depth }, ...walk(record.id, depth + 1)]);
  return walk('', 0);
}

export function ManyLinkTree({
  target,
  chosen,
  change,
}: {
  target: string;
  chosen: string[];
  change: (ids: string[]) => void;
}) {
  const { object, records } = useLinkLabels(target, true);
  if (!object) return null;
  return (
    <div className={css.tree}>
      {branchesOf(records, object.parent, (record) => titleOf(object, record)).map(
        ({ record, depth }) => (
          <label key={record.id} className={css.branch} style={{ paddingLeft: 8 + depth * 20 }}>
            <input
              type="checkbox"
              className={values.check}
              checked={chosen.includes(record.id)}
              onChange={(event) =>
                change(
                  event.target.checked
                    ? [...chosen, record.id]
                    : chosen.filter((id) => id !== record.id),
                )
              }
            />
            {titleOf(object, record)}
          </label>
        ),
      )}
    </div>
  );
}

export function ManyLinkChips({
  object,
  record,
  link,
  frozen,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  link: ManyLinkDefinition;
  frozen: boolean;
}) {
  const { t } = useTranslation();
  const save = useFieldSave(object);
  const ids = idsOf(record[link.name]);
  const { labelFor } = useLinkLabels(link.target, ids.length > 0);
  const editable = !frozen && mayWith(object, record, 'update');
  const set = (next: string[]) =>
    void save(record, { [link.name]: next }).catch((error) =>
      showToast({ text: refusalOf(error, link.name, t), tone: 'danger' }),
    );
  return (
    <div className={css.property}>
      <dt>{labelOf(link.label)}</dt>
      <dd className={css.chips}>
        {ids.map((id) => (
          <span key={id} className={values.chip} style={editable ? undefined : { paddingRight: 8 }}>
            {labelFor(id)}
            {editable && (
              <button
                type="button"
                aria-label={t('records:unlink', { name: labelFor(id) })}
                onClick={() => set(ids.filter((other) => other !== id))}
              >
                <IconX size={12} stroke={2} aria-hidden />
              </button>
            )}
          </span>
        ))}
        {editable && (
          <Popover position="bottom-start" trapFocus returnFocus>
            <Popover.Target>
              <button
                type="button"
                className={css.add}
                aria-label={t('records:link', { name: labelOf(link.label) })}
              >
                <IconPlus size={14} stroke={1.75} aria-hidden />
              </button>
            </Popover.Target>
            <Popover.Dropdown>
              <ManyLinkTree target={link.target} chosen={ids} change={set} />
            </Popover.Dropdown>
          </Popover>
        )}
      </dd>
    </div>
  );
}
