// SPDX-License-Identifier: Apache-2.0
// The head of the table: click sorts, dragging the edge resizes, dragging the name moves; the
// column menu does the same by keyboard.
import { Menu } from '@mantine/core';
import { useState, type MouseEvent, type TouchEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import {
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconChevronDown,
  IconPin,
  IconPinnedOff,
  IconX,
} from '@/base/icons';
import { columnLabel, fieldOf, isNumeric } from '../fields';
import { moved } from './ColumnsMenu';
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

const kStep = 24;

export function GridHead({
  object,
  headers,
  template,
  lefts,
  sort,
  setSort,
  columns,
  setColumns,
  all,
  some,
  toggleAll,
}: GridHeadProps) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<number | null>(null);
  const sorted = sort.replace(/^-/, '');
  const direction = sort.startsWith('-') ? 'descending' : 'ascending';
  const move = (from: number, to: number) => {
    if (to >= 1 && to < columns.names.length)
      setColumns({ ...columns, names: moved(columns.names, from, to) });
  };
  return (
    <div role="rowgroup" className={css.head}>
      <div
        role="row"
        aria-rowindex={1}
        className={css.row}
        style={{ gridTemplateColumns: template }}
      >
        <div role="columnheader" aria-colindex={1} className={css.choose}>
          <input
            type="checkbox"
            className={inputs.check}
            aria-label={t('list:chooseLoaded')}
            checked={all}
            ref={(input) => {
              if (input) input.indeterminate = some && !all;
            }}
            onChange={toggleAll}
          />
        </div>
        {headers.map((header, index) => {
          const field = fieldOf(object, header.id);
          const label = columnLabel(object, header.id);
          const sortable =
            field?.sortable === true ||
            (field !== undefined &&
              ['integer', 'decimal', 'money', 'date', 'instant'].includes(field.type) &&
              field.filterable === true);
          const isSorted = sorted === header.id;
          const cycle = () =>
            setSort(isSorted && direction === 'ascending' ? `-${header.id}` : header.id);
          const handler = header.getResizeHandler();
          return (
            <div
              key={header.id}
              role="columnheader"
              aria-colindex={index + 2}
              aria-sort={isSorted ? direction : undefined}
              className={css.heading}
              data-frozen={index < lefts.length || undefined}
              data-edge={index === lefts.length - 1 || undefined}
              style={index < lefts.length ? { left: lefts[index] } : undefined}
              data-number={isNumeric(field) || undefined}
              data-sorted={isSorted || undefined}
              draggable={index > 0}
              onDragStart={() => setDragged(index)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={() => dragged !== null && move(dragged, Math.max(1, index))}
            >
              <button
                type="button"
                className={css.sort}
                disabled={!sortable}
                onClick={cycle}
                title={label}
              >
                <span className={css.clip}>{label}</span>
                {isSorted &&
                  (direction === 'ascending' ? (
                    <IconArrowUp size={14} stroke={1.75} aria-hidden />
                  ) : (
                    <IconArrowDown size={14} stroke={1.75} aria-hidden />
                  ))}
              </button>
              <Menu position="bottom-start">
                <Menu.Target>
                  <button
                    type="button"
                    className={css.menu}
                    aria-label={t('list:columnMenu', { name: label })}
                  >
                    <IconChevronDown size={14} stroke={1.75} aria-hidden />
                  </button>
                </Menu.Target>
                <Menu.Dropdown>
                  {sortable && (
                    <Menu.Item
                      leftSection={<IconArrowUp size={15} aria-hidden />}
                      onClick={() => setSort(header.id)}
                    >
                      {t('list:ascending')}
                    </Menu.Item>
                  )}
                  {sortable && (
                    <Menu.Item
                      leftSection={<IconArrowDown size={15} aria-hidden />}
                      onClick={() => setSort(`-${header.id}`)}
                    >
                      {t('list:descending')}
                    </Menu.Item>
                  )}
                  <Menu.Item
                    closeMenuOnClick={false}
                    onClick={() =>
                      setColumns({
                        ...columns,
                        widths: { ...columns.widths, [header.id]: header.getSize() + kStep },
                      })
                    }
                  >
                    {t('list:wider')}
                  </Menu.Item>
                  <Menu.Item
                    closeMenuOnClick={false}
                    onClick={() =>
                      setColumns({
                        ...columns,
                        widths: {
                          ...columns.widths,
                          [header.id]: Math.max(64, header.getSize() - kStep),
                        },
                      })
                    }
                  >
                    {t('list:narrower')}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={
                      index === lefts.length - 1 && index > 0 ? (
                        <IconPinnedOff size={15} aria-hidden />
                      ) : (
                        <IconPin size={15} aria-hidden />
                      )
                    }
                    disabled={index === 0 && lefts.length === 1}
                    onClick={() =>
                      setColumns({
                        ...columns,
                        pinned: index === lefts.length - 1 && index > 0 ? 1 : index + 1,
                      })
                    }
                  >
                    {t(index === lefts.length - 1 && index > 0 ? 'list:unpin' : 'list:pinToHere')}
                  </Menu.Item>
                  {index > 1 && (
                    <Menu.Item
                      leftSection={<IconArrowLeft size={15} aria-hidden />}
                      onClick={() => move(index, index - 1)}
                    >
                      {t('list:moveLeft')}
                    </Menu.Item>
                  )}
                  {index > 0 && index < headers.length - 1 && (
                    <Menu.Item
                      leftSection={<IconArrowRight size={15} aria-hidden />}
                      onClick={() => move(index, index + 1)}
                    >
                      {t('list:moveRight')}
                    </Menu.Item>
                  )}
                  {index > 0 && (
                    <Menu.Item
                      leftSection={<IconX size={15} aria-hidden />}
                      onClick={() =>
                        setColumns({
                          ...columns,
                          names: columns.names.filter((name) => name !== header.id),
                        })
                      }
                    >
                      {t('list:hideColumn')}
                    </Menu.Item>
                  )}
                </Menu.Dropdown>
              </Menu>
              <span
                className={css.resize}
                aria-hidden
                draggable={false}
                onMouseDown={(event: MouseEvent) => {
                  event.preventDefault();
                  handler(event);
                }}
                onTouchStart={(event: TouchEvent) => handler(event)}
                onDoubleClick={() => {
                  const { [header.id]: _gone, ...widths } = columns.widths;
                  setColumns({ ...columns, widths });
                }}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
