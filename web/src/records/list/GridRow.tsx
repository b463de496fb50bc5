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

function NameCell({
  object,
  record,
  title,
  openBeside,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  title: string;
  openBeside: () => void;
}) {
  const { t } = useTranslation();
  return (
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
  );
}

function ChooseCell({
  title,
  selected,
  toggle,
}: {
  title: string;
  selected: boolean;
  toggle: (event: { shiftKey: boolean }) => void;
}) {
  const { t } = useTranslation();
  return (
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
  );
}

function RowView(props: GridRowProps) {
  const { object, record, index, lefts, columns, selected, edit } = props;
  const title = titleOf(object, record);
  const close = () => {
    edit(null);
    props.returnFocus();
  };
  const contentOf = (name: string, column: number) => {
    const field = fieldOf(object, name);
    const of = { object, record };
    if (props.editing === column && field)
      return <CellEditor {...of} field={field} close={close} />;
    if (column === 0) return <NameCell {...of} title={title} openBeside={props.openBeside} />;
    if (field) return <FieldValue field={field} record={record} />;
    return <ManyLinkValue {...of} name={name} />;
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={props.level}
      aria-selected={selected}
      className={css.row}
      data-selected={selected || undefined}
      data-beside={props.beside || undefined}
      style={{ gridTemplateColumns: props.template, transform: `translateY(${props.top}px)` }}
    >
      <ChooseCell title={title} selected={selected} toggle={props.toggle} />
      {columns.map((name, column) => (
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
          data-number={isNumeric(fieldOf(object, name)) || undefined}
          data-active={props.activeColumn === column || undefined}
          onMouseDown={() => props.focusCell(column)}
          onDoubleClick={() => edit(column)}
        >
          {contentOf(name, column)}
        </div>
      ))}
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
