// SPDX-License-Identifier: Apache-2.0
// One row of the table. The name opens the record; the icon at its end opens it beside the list.
import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { recordHref } from '@/base/address';
import { IconButton } from '@/base/Button';
import { IconLayoutSidebarRightExpand } from '@/base/icons';
import { Tile } from '@/base/Who';
import { fieldOf, isNumeric, titleOf } from '../fields';
import { FieldValue } from '../value/FieldValue';
import { ManyLinkValue } from '../value/ManyLinkValue';
import { CellEditor } from './CellEditor';
import inputs from '../value/Value.module.css';
import css from './Grid.module.css';

export interface GridRowProps {
  object: ObjectDefinition;
  record: StoredRecord;
  index: number;
  top: number;
  template: string;
  lefts: number[]; // of the pinned columns
  level?: number; // inside groups
  columns: string[];
  selected: boolean;
  beside: boolean;
  activeColumn: number;
  editing: number;
  toggle: (event: { shiftKey: boolean }) => void;
  focusCell: (column: number) => void;
  edit: (column: number | null) => void;
  openBeside: () => void;
  returnFocus: () => void;
}

function RowView(props: GridRowProps) {
  const {
    object,
    record,
    index,
    top,
    template,
    lefts,
    level,
    columns,
    selected,
    beside,
    activeColumn,
    editing,
    toggle,
    focusCell,
    edit,
    openBeside,
    returnFocus,
  } = props;
  const { t } = useTranslation();
  const title = titleOf(object, record);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={level}
      aria-selected={selected}
      className={css.row}
      data-selected={selected || undefined}
      data-beside={beside || undefined}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" aria-colindex={1} className={css.choose}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={inputs.check}
          checked={selected}
          aria-label={t('list:choose', { name: title })}
          onChange={() => undefined}
          onClick={(event: MouseEvent) => toggle(event)}
        />
      </div>
      {columns.map((name, column) => {
        const field = fieldOf(object, name);
        const close = () => {
          edit(null);
          returnFocus();
        };
        return (
          <div
            key={name}
            role="gridcell"
            id={`cell-${index}-${column}`}
            aria-colindex={column + 2}
            className={css.cell}
            data-title={column === 0 || undefined}
            data-frozen={column < lefts.length || undefined}
            data-edge={column === lefts.length - 1 || undefined}
            style={column < lefts.length ? { left: lefts[column] } : undefined}
            data-number={isNumeric(field) || undefined}
            data-active={activeColumn === column || undefined}
            onMouseDown={() => focusCell(column)}
            onDoubleClick={() => edit(column)}
          >
            {editing === column && field ? (
              <CellEditor object={object} record={record} field={field} close={close} />
            ) : column === 0 ? (
              <>
                <Tile name={title} />
                <a
                  className={css.name}
                  title={title}
                  tabIndex={-1}
                  href={recordHref(object.name, record.id)}
                  draggable={false}
                >
                  {title}
                </a>
                <IconButton
                  icon={IconLayoutSidebarRightExpand}
                  size={16}
                  label={t('list:keys.beside')}
                  className={css.beside}
                  tabIndex={-1}
                  onClick={openBeside}
                />
              </>
            ) : field ? (
              <FieldValue field={field} record={record} />
            ) : (
              <ManyLinkValue object={object} record={record} name={name} />
            )}
          </div>
        );
      })}
    </div>
  );
}

export const GridRow = memo(
  RowView,
  (before, after) =>
    before.record === after.record &&
    before.top === after.top &&
    before.template === after.template &&
    before.lefts === after.lefts &&
    before.level === after.level &&
    before.index === after.index &&
    before.columns === after.columns &&
    before.selected === after.selected &&
    before.beside === after.beside &&
    before.activeColumn === after.activeColumn &&
    before.editing === after.editing &&
    before.object === after.object,
);
