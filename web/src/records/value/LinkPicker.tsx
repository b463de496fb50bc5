// SPDX-License-Identifier: Apache-2.0
// Chooses the record a link points to: type some letters, choose from what the server finds.
import { Combobox, useCombobox } from '@mantine/core';
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
  keepOpen?: boolean;
  everybody?: boolean; // also people whose account is closed
  onKeyDown?: (event: KeyboardEvent) => void;
}

export function LinkPicker({
  target,
  value,
  label,
  choose,
  id,
  name,
  placeholder,
  describedBy,
  invalid,
  autoFocus,
  compact,
  everybody,
  onKeyDown,
}: LinkPickerProps) {
  const { t } = useTranslation();
  const object = useObject(target);
  const shown = useRoleName(value, label, target === kRolesObject);
  const [typed, setTyped] = useState<string | null>(null);
  const [search] = useDebouncedValue(typed ?? '', 150);
  const [wanted, setWanted] = useState(false);
  const { data } = useFewRecords(
    target,
    {
      search,
      top: 12,
      filter:
        target === kPeopleObject && !everybody && object && fieldOf(object, 'active')
          ? 'active eq true'
          : undefined,
      orderby:
        search || !object
          ? undefined
          : fieldOf(object, object.title)?.sortable
            ? object.title
            : undefined,
    },
    wanted && object !== undefined,
  );
  const combobox = useCombobox({
    onDropdownOpen: () => setWanted(true),
    onDropdownClose: () => combobox.resetSelectedOption(),
  });
  const subtitle = object?.subtitle ? fieldOf(object, object.subtitle) : undefined;
  const hits = object
    ? (data?.value ?? []).map((record) => ({
        id: record.id,
        label: titleOf(object, record),
        detail: subtitle ? textOf(subtitle, record) : '',
      }))
    : [];
  const pick = (chosen: string) => {
    const hit = hits.find((candidate) => candidate.id === chosen);
    if (!hit) return;
    setTyped(null);
    combobox.closeDropdown();
    choose(hit.id, hit.label);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} size="sm" withinPortal>
      <Combobox.Target>
        <span className={css.picker}>
          <Combobox.EventsTarget>
            <input
              id={id}
              className={css.input}
              data-compact={compact || undefined}
              value={typed ?? shown}
              placeholder={placeholder}
              autoFocus={autoFocus}
              autoComplete="off"
              aria-label={name}
              aria-describedby={describedBy}
              aria-invalid={invalid || undefined}
              onKeyDown={(event) => {
                if (!(
                  combobox.dropdownOpened &&
                  ['Enter', 'Escape', 'ArrowDown', 'ArrowUp'].includes(event.key)
                ))
                  onKeyDown?.(event);
                else if (event.key === 'Escape') event.stopPropagation();
              }}
              onFocus={(event) => event.target.select()}
              onClick={() => combobox.openDropdown()}
              onBlur={() => {
                combobox.closeDropdown();
                setTyped(null);
              }}
              onChange={(event) => {
                setTyped(event.target.value);
                if (event.target.value === '' && value) choose(null, '');
                combobox.openDropdown();
                combobox.updateSelectedOptionIndex();
              }}
            />
          </Combobox.EventsTarget>
          {value && (
            <button
              type="button"
              className={css.clear}
              aria-label={t('records:clear')}
              tabIndex={-1}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                setTyped(null);
                choose(null, '');
              }}
            >
              <IconX size={14} stroke={1.75} aria-hidden />
            </button>
          )}
        </span>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options>
          {hits.map((hit) => (
            <Combobox.Option key={hit.id} value={hit.id} active={hit.id === value}>
              <span className={css.hit}>
                {target === kPeopleObject ? (
                  <Face name={hit.label} />
                ) : (
                  <Tile name={hit.label} size={20} />
                )}
                <span className={css.clip}>{hit.label}</span>
                {hit.detail && hit.detail !== hit.label && (
                  <span className={css.detail}>{hit.detail}</span>
                )}
              </span>
            </Combobox.Option>
          ))}
          {data && hits.length === 0 && (
            <Combobox.Empty>{t('records:nothingFound')}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
