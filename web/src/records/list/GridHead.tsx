// SPDX-License-Identifier: Apache-2.0
// The head of the table: click sorts, dragging the edge resizes, dragging the name moves; the
// column menu does the same by keyboard.
import type { MouseEvent, TouchEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { IconArrowDown, IconArrowUp } from '@/base/icons';
import { columnLabel, fieldOf, isNumeric } from '../fields';
import { HeadingMenu } from './HeadingMenu';
import { useColumnOrder } from './useColumnOrder';
import type { GridHeader } from './useGridColumns';
import type { Columns } from './useListState';
import inputs from '../value/Value.module.css';
import css from './Grid.module.css';

interface GridHeadProps {
  object: ObjectDefinition;
  headers: GridHeader[];
  template: string;
  lefts: number[];
  sort: string;
  setSort: (sort: string) => void;
  columns: Columns;
  setColumns: (columns: Columns) => void;
  all: boolean;
  some: boolean;
  toggleAll: () => void;
}

type Direction = 'ascending' | 'descending';

const sortedBy = (sort: string, name: string): Direction | undefined =>
  sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : undefined;

const isSortable = (field: FieldDefinition | undefined) =>
  field?.sortable === true ||
  (field !== undefined &&
    ['integer', 'decimal', 'money', 'date', 'instant'].includes(field.type) &&
    field.filterable === true);

function ChooseAll({ all, some, toggle }: { all: boolean; some: boolean; toggle: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="columnheader" aria-colindex={1} className={css.choose}>
      <input
        type="checkbox"
        className={inputs.check}
        aria-label={t('list:chooseLoaded')}
        checked={all}
        ref={(input) => {
          if (input) input.indeterminate = some && !all;
        }}
        onChange={toggle}
      />
    </div>
  );
}

function SortButton({
  label,
  sorted,
  disabled,
  cycle,
}: {
  label: string;
  sorted: Direction | undefined;
  disabled: boolean;
  cycle: () => void;
}) {
  const Arrow = sorted === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <button type="button" className={css.sort} disabled={disabled} onClick={cycle} title={label}>
      <span className={css.clip}>{label}</span>
      {sorted && <Arrow size={14} stroke={1.75} aria-hidden />}
    </button>
  );
}

// Dragged with the pointer; a double click gives the column its own width back.
function ResizeEdge({
  header,
  columns,
  setColumns,
}: {
  header: GridHeader;
  columns: Columns;
  setColumns: (columns: Columns) => void;
}) {
  const resize = header.getResizeHandler();
  return (
    <span
      className={css.resize}
      aria-hidden
      draggable={false}
      onMouseDown={(event: MouseEvent) => {
        event.preventDefault();
        resize(event);
      }}
      onTouchStart={(event: TouchEvent) => resize(event)}
      onDoubleClick={() => {
        const { [header.id]: _gone, ...widths } = columns.widths;
        setColumns({ ...columns, widths });
      }}
    />
  );
}

export function GridHead(props: GridHeadProps) {
  const { object, template, lefts, sort, setSort, columns, setColumns } = props;
  const { move, dragging } = useColumnOrder(columns, setColumns);
  return (
    <div role="rowgroup" className={css.head}>
      <div
        role="row"
        aria-rowindex={1}
        className={css.row}
        style={{ gridTemplateColumns: template }}
      >
        <ChooseAll all={props.all} some={props.some} toggle={props.toggleAll} />
        {props.headers.map((header, index) => {
          const field = fieldOf(object, header.id);
          const label = columnLabel(object, header.id);
          const sortable = isSortable(field);
          const sorted = sortedBy(sort, header.id);
          return (
            <div
              key={header.id}
              role="columnheader"
              aria-colindex={index + 2}
              aria-sort={sorted}
              className={css.heading}
              data-frozen={index < lefts.length || undefined}
              data-edge={index === lefts.length - 1 || undefined}
              style={index < lefts.length ? { left: lefts[index] } : undefined}
              data-number={isNumeric(field) || undefined}
              data-sorted={sorted !== undefined || undefined}
              {...dragging(index)}
            >
              <SortButton
                label={label}
                sorted={sorted}
                disabled={!sortable}
                cycle={() => setSort(sorted === 'ascending' ? `-${header.id}` : header.id)}
              />
              <HeadingMenu
                label={label}
                header={header}
                index={index}
                pinned={lefts.length}
                sort={sortable ? setSort : undefined}
                columns={columns}
                setColumns={setColumns}
                move={move}
              />
              <ResizeEdge header={header} columns={columns} setColumns={setColumns} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
