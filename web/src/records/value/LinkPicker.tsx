// SPDX-License-Identifier: Apache-2.0
// Chooses the record a link points to: type some letters, choose from what the server finds.
import { Combobox, useCombobox, type ComboboxStore } from '@mantine/core';
import '@mantine/core/styles/Combobox.css';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFewRecords } from '@/api/records';
import { useObject } from '@/api/session';
import { IconX } from '@/base/icons';
import { Face, Tile } from '@/base/Who';
import { fieldOf, kPeopleObject, textOf, titleOf } from '../fields';
import { kRolesObject, useRoleName } from './RoleName';
import css from './Value.module.css';

export interface LinkPickerProps {
  target: string;
  value: string | null;
  label: string;
  choose: (id: string | null, label: string) => void;
  id?: string;
  name?: string;
  placeholder?: string;
  describedBy?: string;
  invalid?: boolean;
  autoFocus?: boolean;
  compact?: boolean;
  everybody?: boolean; // also people whose account is closed
  onKeyDown?: (event: KeyboardEvent) => void;
}

interface Hit {
  id: string;
  label: string;
  detail: string;
}

// What the server finds for what is typed, once somebody wants to see it.
function useHits(target: string, typed: string, everybody: boolean, wanted: boolean) {
  const object = useObject(target);
  const [search] = useDebouncedValue(typed, 150);
  const byActive =
    target === kPeopleObject && !everybody && object && fieldOf(object, 'active') !== undefined;
  const byTitle = !search && object && fieldOf(object, object.title)?.sortable;
  const { data } = useFewRecords(
    target,
    {
      search,
      top: 12,
      filter: byActive ? 'active eq true' : undefined,
      orderby: byTitle ? object.title : undefined,
    },
    wanted && object !== undefined,
  );
  const subtitle = object?.subtitle ? fieldOf(object, object.subtitle) : undefined;
  const hits = object
    ? (data?.value ?? []).map((record): Hit => ({
        id: record.id,
        label: titleOf(object, record),
        detail: subtitle ? textOf(subtitle, record) : '',
      }))
    : [];
  return { hits, none: data !== undefined && hits.length === 0 };
}

function HitLine({ target, hit }: { target: string; hit: Hit }) {
  return (
    <span className={css.hit}>
      {target === kPeopleObject ? <Face name={hit.label} /> : <Tile name={hit.label} size={20} />}
      <span className={css.clip}>{hit.label}</span>
      {hit.detail && hit.detail !== hit.label && <span className={css.detail}>{hit.detail}</span>}
    </span>
  );
}

function ClearButton({ clear }: { clear: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={css.clear}
      aria-label={t('records:clear')}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={clear}
    >
      <IconX size={14} stroke={1.75} aria-hidden />
    </button>
  );
}

interface PickerInputProps {
  picker: LinkPickerProps;
  combobox: ComboboxStore;
  text: string;
  type: (text: string | null) => void; // null: as it was
}

// The keys of the open list are its own; all others belong to where the picker stands.
function PickerInput({ picker, combobox, text, type }: PickerInputProps) {
  return (
    <Combobox.EventsTarget>
      <input
        id={picker.id}
        className={css.input}
        data-compact={picker.compact || undefined}
        value={text}
        placeholder={picker.placeholder}
        autoFocus={picker.autoFocus}
        autoComplete="off"
        aria-label={picker.name}
        aria-describedby={picker.describedBy}
        aria-invalid={picker.invalid || undefined}
        onKeyDown={(event) => {
          const ofList = ['Enter', 'Escape', 'ArrowDown', 'ArrowUp'].includes(event.key);
          if (!combobox.dropdownOpened || !ofList) picker.onKeyDown?.(event);
          else if (event.key === 'Escape') event.stopPropagation();
        }}
        onFocus={(event) => event.target.select()}
        onClick={() => combobox.openDropdown()}
        onBlur={() => {
          combobox.closeDropdown();
          type(null);
        }}
        onChange={(event) => {
          type(event.target.value);
          if (event.target.value === '' && picker.value) picker.choose(null, '');
          combobox.openDropdown();
          combobox.updateSelectedOptionIndex();
        }}
      />
    </Combobox.EventsTarget>
  );
}

export function LinkPicker(picker: LinkPickerProps) {
  const { target, value, label, choose, everybody = false } = picker;
  const { t } = useTranslation();
  const shown = useRoleName(value, label, target === kRolesObject);
  const [typed, setTyped] = useState<string | null>(null);
  const [wanted, setWanted] = useState(false);
  const { hits, none } = useHits(target, typed ?? '', everybody, wanted);
  const combobox = useCombobox({
    onDropdownOpen: () => setWanted(true),
    onDropdownClose: () => combobox.resetSelectedOption(),
  });
  const pick = (chosen: string) => {
    const hit = hits.find((candidate) => candidate.id === chosen);
    if (!hit) return;
    setTyped(null);
    combobox.closeDropdown();
    choose(hit.id, hit.label);
  };
  const clear = () => {
    setTyped(null);
    choose(null, '');
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} size="sm" withinPortal>
      <Combobox.Target>
        <span className={css.picker}>
          <PickerInput picker={picker} combobox={combobox} text={typed ?? shown} type={setTyped} />
          {value && <ClearButton clear={clear} />}
        </span>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options>
          {hits.map((hit) => (
            <Combobox.Option key={hit.id} value={hit.id} active={hit.id === value}>
              <HitLine target={target} hit={hit} />
            </Combobox.Option>
          ))}
          {none && <Combobox.Empty>{t('records:nothingFound')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
