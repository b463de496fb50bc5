// SPDX-License-Identifier: Apache-2.0
// Which columns, in which order: checks to choose, drag or `Alt ↑↓` to move.
import { Popover } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { IconColumns3, IconGripVertical } from '@/base/icons';
import { announce } from '@/base/toasts';
import { columnLabel, listableFields } from '../fields';
import type { Columns } from './useListState';
import inputs from '../value/Value.module.css';
import css from './ColumnsMenu.module.css';

export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}

export function ColumnsMenu({
  object,
  columns,
  change,
}: {
  object: ObjectDefinition;
  columns: Columns;
  change: (next: Columns) => void;
}) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<number | null>(null);
  const rest = [...listableFields(object), ...(object.many_links ?? [])].filter(
    ({ name }) => !columns.names.includes(name),
  );
  const move = (from: number, to: number) => {
    if (to < 1 || to >= columns.names.length) return;
    change({ ...columns, names: moved(columns.names, from, to) });
    announce(
      t('list:columnMoved', { name: columnLabel(object, columns.names[from]!), place: to + 1 }),
    );
  };
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button kind="quiet" small icon={IconColumns3} className={css.open}>
          {t('list:columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={css.menu}>
        <p className={css.hint}>{t('list:columnsHint')}</p>
        <ul>
          {columns.names.map((name, index) => (
            <li
              key={name}
              className={css.item}
              draggable={index > 0}
              onDragStart={() => setDragged(index)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={() => dragged !== null && move(dragged, Math.max(1, index))}
              onKeyDown={(event) => {
                if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
                event.preventDefault();
                move(index, index + (event.key === 'ArrowUp' ? -1 : 1));
              }}
            >
              <label>
                <input
                  type="checkbox"
                  className={inputs.check}
                  checked
                  disabled={index === 0}
                  onChange={() =>
                    change({ ...columns, names: columns.names.filter((other) => other !== name) })
                  }
                />
                {columnLabel(object, name)}
              </label>
              {index > 0 && <IconGripVertical size={15} stroke={1.75} aria-hidden />}
            </li>
          ))}
          {rest.map((field) => (
            <li key={field.name} className={css.item}>
              <label>
                <input
                  type="checkbox"
                  className={inputs.check}
                  checked={false}
                  onChange={() => change({ ...columns, names: [...columns.names, field.name] })}
                />
                {labelOf(field.label)}
              </label>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
