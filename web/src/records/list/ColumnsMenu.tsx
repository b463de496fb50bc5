// SPDX-License-Identifier: Apache-2.0
// Which columns, in which order: checks to choose, drag or `Alt ↑↓` to move.
import { Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { IconColumns3, IconGripVertical } from '@/base/icons';
import { announce } from '@/base/toasts';
import { columnLabel, listableFields } from '../fields';
import { useColumnOrder } from './useColumnOrder';
import type { Columns } from './useListState';
import inputs from '../value/Value.module.css';
import css from './ColumnsMenu.module.css';

interface ColumnsMenuProps {
  object: ObjectDefinition;
  columns: Columns;
  change: (next: Columns) => void;
}

function Check({
  label,
  checked,
  disabled,
  change,
}: {
  label: string;
  checked: boolean;
  disabled?: boolean;
  change: () => void;
}) {
  return (
    <label>
      <input
        type="checkbox"
        className={inputs.check}
        checked={checked}
        disabled={disabled}
        onChange={change}
      />
      {label}
    </label>
  );
}

function ColumnList({ object, columns, change }: ColumnsMenuProps) {
  const { t } = useTranslation();
  const { names } = columns;
  const { move, dragging } = useColumnOrder(columns, change, (name, to) =>
    announce(t('list:columnMoved', { name: columnLabel(object, name), place: to + 1 })),
  );
  const rest = [...listableFields(object), ...(object.many_links ?? [])].filter(
    ({ name }) => !names.includes(name),
  );
  const show = (next: string[]) => change({ ...columns, names: next });
  return (
    <ul>
      {names.map((name, index) => (
        <li
          key={name}
          className={css.item}
          {...dragging(index)}
          onKeyDown={(event) => {
            if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
            event.preventDefault();
            move(index, index + (event.key === 'ArrowUp' ? -1 : 1));
          }}
        >
          <Check
            label={columnLabel(object, name)}
            checked
            disabled={index === 0}
            change={() => show(names.filter((other) => other !== name))}
          />
          {index > 0 && <IconGripVertical size={15} stroke={1.75} aria-hidden />}
        </li>
      ))}
      {rest.map(({ name, label }) => (
        <li key={name} className={css.item}>
          <Check label={labelOf(label)} checked={false} change={() => show([...names, name])} />
        </li>
      ))}
    </ul>
  );
}

export function ColumnsMenu(props: ColumnsMenuProps) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button kind="quiet" small icon={IconColumns3} className={css.open}>
          {t('list:columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={css.menu}>
        <p className={css.hint}>{t('list:columnsHint')}</p>
        <ColumnList {...props} />
      </Popover.Dropdown>
    </Popover>
  );
}
