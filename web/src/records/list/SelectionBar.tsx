// SPDX-License-Identifier: Apache-2.0
// What can be done with the chosen rows, floating above the table: assign, to the bin, restore.
import { Popover } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRemove, useRestore } from '@/api/records';
import { may } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { IconRestore, IconTrash, IconUserPlus, IconX } from '@/base/icons';
import { useShortcut } from '@/base/shortcuts';
import { showToast } from '@/base/toasts';
import { fieldOf, isEditable } from '../fields';
import { useFieldSave } from '../saveFields';
import { LinkPicker } from '../value/LinkPicker';
import type { Selection } from './useSelection';
import css from './SelectionBar.module.css';

// Runs four at a time; says how many went through.
async function forEach(
  records: StoredRecord[],
  work: (record: StoredRecord) => Promise<unknown>,
): Promise<number> {
  const queue = [...records];
  let done = 0;
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let record = queue.shift(); record; record = queue.shift()) {
        try {
          await work(record);
          ++done;
        } catch {
          // Counted by its absence.
        }
      }
    }),
  );
  return done;
}

export function SelectionBar({
  object,
  rows,
  selection,
  bin,
}: {
  object: ObjectDefinition;
  rows: StoredRecord[];
  selection: Selection;
  bin: boolean;
}) {
  const { t } = useTranslation();
  const save = useFieldSave(object, { quiet: true });
  const remove = useRemove(object.name);
  const restore = useRestore(object.name);
  const [busy, setBusy] = useState(false);
  useShortcut('Escape', t('list:clearSelection'), 'list', () => selection.clear());
  const chosen = rows.filter((row) => selection.ids.has(row.id));
  const owner = fieldOf(object, 'owner_id');

  async function run(
    work: (record: StoredRecord) => Promise<unknown>,
    text: string,
    undo?: () => Promise<unknown>,
  ) {
    setBusy(true);
    const done = await forEach(chosen, work);
    setBusy(false);
    selection.clear();
    const failed = chosen.length - done;
    showToast({
      text:
        t(text, { count: done }) +
        (failed > 0 ? ` ${t('list:bulkFailed', { count: failed })}` : ''),
      tone: failed > 0 ? 'danger' : 'plain',
      act: undo && done > 0 ? { label: t('base:undo'), run: () => void undo() } : undefined,
    });
  }

  return (
    <div
      className={css.bar}
      role="toolbar"
      aria-label={t('list:selected', { count: chosen.length })}
      aria-busy={busy}
    >
      <span className={css.count} role="status">
        {t('list:selected', { count: chosen.length })}
      </span>
      <span className={css.line} aria-hidden />
      {!bin && owner && isEditable(owner) && may(object, 'update') && (
        <Popover position="top" trapFocus returnFocus>
          <Popover.Target>
            <button type="button" className={css.act}>
              <IconUserPlus size={16} stroke={1.75} aria-hidden />
              {t('list:assign')}
            </button>
          </Popover.Target>
          <Popover.Dropdown w={260}>
            <LinkPicker
              target="users"
              value={null}
              label=""
              autoFocus
              name={t('list:assignTo')}
              placeholder={t('list:assignTo')}
              choose={(id, label) => {
                if (!id) return;
                void run(
                  (record) => save(record, { owner_id: id }, { 'owner_id@clientela.label': label }),
                  'list:assigned',
                  () =>
                    forEach(chosen, (record) =>
                      save(
                        { ...record, '@odata.etag': undefined, owner_id: id },
                        { owner_id: record.owner_id },
                      ),
                    ),
                );
              }}
            />
          </Popover.Dropdown>
        </Popover>
      )}
      {!bin && may(object, 'remove') && (
        <button
          type="button"
          className={css.act}
          disabled={busy}
          onClick={() =>
            void run(
              (record) => remove.mutateAsync(record),
              'list:binned',
              () => forEach(chosen, (record) => restore.mutateAsync(record.id)),
            )
          }
        >
          <IconTrash size={16} stroke={1.75} aria-hidden />
          {t('records:toBin')}
        </button>
      )}
      {bin && (
        <button
          type="button"
          className={css.act}
          disabled={busy}
          onClick={() => void run((record) => restore.mutateAsync(record.id), 'list:restored')}
        >
          <IconRestore size={16} stroke={1.75} aria-hidden />
          {t('records:restore')}
        </button>
      )}
      <button
        type="button"
        className={css.act}
        aria-label={t('list:clearSelection')}
        onClick={selection.clear}
      >
        <IconX size={16} stroke={1.75} aria-hidden />
      </button>
    </div>
  );
}
