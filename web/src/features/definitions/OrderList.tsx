// SPDX-License-Identifier: Apache-2.0
// Things in an order that people choose: dragged by the pointer, moved by Alt with the arrows or by
// the buttons, shown or not by their check. Headings stand among them and can be renamed.
import { useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/base/Button';
import { IconGripVertical, IconTrash } from '@/base/icons';
import { announce } from '@/base/toasts';
import { UpDown, withMoved } from './UpDown';
import css from './Definitions.module.css';

export interface OrderItem {
  key: string;
  label: string;
  shown: boolean;
  fixed?: boolean; // always shown
  heading?: boolean;
}

// The order as it is changed: by the buttons, by Alt with the arrows, by dragging.
function useOrder(items: OrderItem[], change: (items: OrderItem[]) => void) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);

  function move(from: number, to: number) {
    if (to < 0 || to >= items.length || from === to) return;
    change(withMoved(items, from, to));
    const name = items[from]!.label;
    announce(t('definitions:movedTo', { name, place: to + 1, of: items.length }));
  }
  function onKeyDown(event: KeyboardEvent, index: number) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const to = index + (event.key === 'ArrowUp' ? -1 : 1);
    move(index, to);
    const rows = list.current?.querySelectorAll<HTMLInputElement>('li > label > input, li > input');
    requestAnimationFrame(() => rows?.[to]?.focus());
  }
  const movable = (index: number) => ({
    'data-dragged': dragged === index || undefined,
    draggable: true,
    onDragStart: () => setDragged(index),
    onDragEnd: () => setDragged(null),
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      if (dragged !== null) move(dragged, index);
      setDragged(null);
    },
    onKeyDown: (event: KeyboardEvent) => onKeyDown(event, index),
  });
  return { list, move, movable };
}

function ItemInput({
  item,
  show,
  rename,
}: {
  item: OrderItem;
  show: (shown: boolean) => void;
  rename: (label: string) => void;
}) {
  const { t } = useTranslation();
  return item.heading ? (
    <input
      type="text"
      aria-label={t('definitions:section')}
      value={item.label}
      onChange={(event) => rename(event.target.value)}
    />
  ) : (
    <label>
      <input
        type="checkbox"
        checked={item.shown || item.fixed === true}
        disabled={item.fixed}
        onChange={(event) => show(event.target.checked)}
      />
      <span>{item.label}</span>
    </label>
  );
}

export function OrderList({
  label,
  items,
  change,
}: {
  label: string;
  items: OrderItem[];
  change: (items: OrderItem[]) => void;
}) {
  const { t } = useTranslation();
  const { list, move, movable } = useOrder(items, change);
  const set = (index: number, part: Partial<OrderItem>) =>
    change(items.map((item, at) => (at === index ? { ...item, ...part } : item)));
  const headings = items.filter((item) => item.heading).length;

  return (
    <ol ref={list} className={css.order} aria-label={label}>
      {items.map((item, index) => (
        <li key={item.key} data-heading={item.heading || undefined} {...movable(index)}>
          <IconGripVertical size={16} stroke={1.75} aria-hidden className={css.grip} />
          <ItemInput
            item={item}
            show={(shown) => set(index, { shown })}
            rename={(label) => set(index, { label })}
          />
          <span className={css.small}>
            <UpDown name={item.label} index={index} count={items.length} move={move} />
            {item.heading && headings > 1 && (
              <IconButton
                icon={IconTrash}
                label={t('definitions:removeThis', { name: item.label })}
                onClick={() => change(items.filter((_, at) => at !== index))}
              />
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
