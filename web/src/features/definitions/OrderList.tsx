// SPDX-License-Identifier: Apache-2.0
// Things in an order that people choose: dragged by the pointer, moved by Alt with the arrows or by
// the buttons, shown or not by their check. Headings stand among them and can be renamed.
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/base/Button';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@/base/icons';
import { announce } from '@/base/toasts';
import css from './Definitions.module.css';

export interface OrderItem {
  key: string;
  label: string;
  shown: boolean;
  fixed?: boolean; // always shown
  heading?: boolean;
}

export function OrderList({
  label,
  items,
  change,
  rename,
}: {
  label: string;
  items: OrderItem[];
  change: (items: OrderItem[]) => void;
  rename?: (key: string, label: string) => void;
}) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);

  function move(from: number, to: number) {
    if (to < 0 || to >= items.length || from === to) return;
    const next = [...items];
    const [moved] = next.splice(from, 1);
    next.splice(to, 0, moved!);
    change(next);
    announce(t('definitions:movedTo', { name: moved!.label, place: to + 1, of: items.length }));
  }
  function onKey(event: KeyboardEvent, index: number) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const to = index + (event.key === 'ArrowUp' ? -1 : 1);
    move(index, to);
    const rows = list.current?.querySelectorAll<HTMLInputElement>('li > label > input, li > input');
    requestAnimationFrame(() => rows?.[to]?.focus());
  }
  const set = (index: number, part: Partial<OrderItem>) =>
    change(items.map((item, at) => (at === index ? { ...item, ...part } : item)));

  return (
    <ol ref={list} className={css.order} aria-label={label}>
      {items.map((item, index) => (
        <li
          key={item.key}
          data-heading={item.heading || undefined}
          data-dragged={dragged === index || undefined}
          draggable
          onDragStart={() => setDragged(index)}
          onDragEnd={() => setDragged(null)}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            if (dragged !== null) move(dragged, index);
            setDragged(null);
          }}
          onKeyDown={(event) => onKey(event, index)}
        >
          <IconGripVertical size={16} stroke={1.75} aria-hidden className={css.grip} />
          {item.heading ? (
            <input
              type="text"
              aria-label={t('definitions:section')}
              value={item.label}
              onChange={(event) => rename?.(item.key, event.target.value)}
            />
          ) : (
            <label>
              <input
                type="checkbox"
                checked={item.shown || item.fixed === true}
                disabled={item.fixed}
                onChange={(event) => set(index, { shown: event.target.checked })}
              />
              <span>{item.label}</span>
            </label>
          )}
          <span className={css.small}>
            <IconButton
              icon={IconArrowUp}
              label={t('definitions:up', { name: item.label })}
              disabled={index === 0}
              onClick={() => move(index, index - 1)}
            />
            <IconButton
              icon={IconArrowDown}
              label={t('definitions:down', { name: item.label })}
              disabled={index === items.length - 1}
              onClick={() => move(index, index + 1)}
            />
            {item.heading && items.filter((other) => other.heading).length > 1 && (
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
