// SPDX-License-Identifier: Apache-2.0
// The menu of a column: all that the pointer does on its head, for the keyboard.
import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
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
import type { GridHeader } from './useGridColumns';
import type { Columns } from './useListState';
import css from './Grid.module.css';

interface HeadingMenuProps {
  label: string;
  header: GridHeader;
  index: number;
  pinned: number; // how many columns stand still
  sort: ((sort: string) => void) | undefined; // where the column may be sorted
  columns: Columns;
  setColumns: (columns: Columns) => void;
  move: (from: number, to: number) => void;
}

const kStep = 24;
const kNarrowest = 64;

function SortItems({ name, sort }: { name: string; sort: (sort: string) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Menu.Item leftSection={<IconArrowUp size={15} aria-hidden />} onClick={() => sort(name)}>
        {t('list:ascending')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowDown size={15} aria-hidden />}
        onClick={() => sort(`-${name}`)}
      >
        {t('list:descending')}
      </Menu.Item>
    </>
  );
}

// The menu stays open: one goes on until the width suits.
function WidthItems({ width, resize }: { width: number; resize: (width: number) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Menu.Item closeMenuOnClick={false} onClick={() => resize(width + kStep)}>
        {t('list:wider')}
      </Menu.Item>
      <Menu.Item
        closeMenuOnClick={false}
        onClick={() => resize(Math.max(kNarrowest, width - kStep))}
      >
        {t('list:narrower')}
      </Menu.Item>
    </>
  );
}

// Everything up to this column stands still, or the first column alone again.
function PinItem({
  index,
  pinned,
  pin,
}: {
  index: number;
  pinned: number;
  pin: (count: number) => void;
}) {
  const { t } = useTranslation();
  const isEdge = index === pinned - 1 && index > 0;
  const Icon = isEdge ? IconPinnedOff : IconPin;
  return (
    <Menu.Item
      leftSection={<Icon size={15} aria-hidden />}
      disabled={index === 0 && pinned === 1}
      onClick={() => pin(isEdge ? 1 : index + 1)}
    >
      {t(isEdge ? 'list:unpin' : 'list:pinToHere')}
    </Menu.Item>
  );
}

// For any column but the first, which stays.
function PlaceItems({
  index,
  last,
  move,
  hide,
}: {
  index: number;
  last: number;
  move: (from: number, to: number) => void;
  hide: () => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      {index > 1 && (
        <Menu.Item
          leftSection={<IconArrowLeft size={15} aria-hidden />}
          onClick={() => move(index, index - 1)}
        >
          {t('list:moveLeft')}
        </Menu.Item>
      )}
      {index < last && (
        <Menu.Item
          leftSection={<IconArrowRight size={15} aria-hidden />}
          onClick={() => move(index, index + 1)}
        >
          {t('list:moveRight')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconX size={15} aria-hidden />} onClick={hide}>
        {t('list:hideColumn')}
      </Menu.Item>
    </>
  );
}

export function HeadingMenu(props: HeadingMenuProps) {
  const { label, header, index, columns, setColumns } = props;
  const { t } = useTranslation();
  const { names, widths } = columns;
  return (
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
        {props.sort && <SortItems name={header.id} sort={props.sort} />}
        <WidthItems
          width={header.getSize()}
          resize={(width) => setColumns({ ...columns, widths: { ...widths, [header.id]: width } })}
        />
        <PinItem
          index={index}
          pinned={props.pinned}
          pin={(count) => setColumns({ ...columns, pinned: count })}
        />
        {index > 0 && (
          <PlaceItems
            index={index}
            last={names.length - 1}
            move={props.move}
            hide={() =>
              setColumns({ ...columns, names: names.filter((name) => name !== header.id) })
            }
          />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
