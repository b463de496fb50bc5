// SPDX-License-Identifier: Apache-2.0
// The head of a group: fold, what its rows have in common, how many they are, and the subtotals
// under their columns, one per currency.
import { useTranslation } from 'react-i18next';
import { Chip, toneOf } from '@/base/Chip';
import { formatMoney, formatNumber } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { IconChevronDown, IconChevronRight, IconLock } from '@/base/icons';
import { Face } from '@/base/Who';
import { hasTones, kPeopleObject, optionOf } from '../fields';
import type { Line } from './useGroups';
import css from './Grid.module.css';

export function GroupRow({
  line,
  index,
  top,
  template,
  columns,
  phone,
  active,
  fold,
}: {
  line: Line & { kind: 'group' };
  index: number;
  top: number;
  template: string;
  columns: string[];
  phone: boolean;
  active: boolean;
  fold: () => void;
}) {
  const { t } = useTranslation();
  const { field, group, open, level } = line;
  const text =
    group.value === null
      ? t('base:noValue')
      : group.locked
        ? t('records:locked')
        : field.type === 'boolean'
          ? t(group.value ? 'base:yes' : 'base:no')
          : group.label;
  const option =
    field.type === 'option' && hasTones(field) ? optionOf(field, group.value) : undefined;
  const Arrow = open ? IconChevronDown : IconChevronRight;
  const sums = (name: string) =>
    (group.sums[name] ?? []).map((sum) => formatMoney(sum, { round: true }));
  const first = columns.find((name) => sums(name).length > 0);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={level}
      aria-expanded={open}
      className={phone ? css.groupPhone : css.row}
      data-group={level}
      onClick={fold}
      data-active={active || undefined}
      style={{
        gridTemplateColumns: phone ? undefined : template,
        transform: `translateY(${top}px)`,
      }}
    >
      <div
        role="gridcell"
        id={`cell-${index}-0`}
        aria-colindex={1}
        className={css.groupName}
        style={{ paddingLeft: 12 + (level - 1) * 22 }}
      >
        <Arrow size={16} stroke={1.75} aria-hidden />
        <span className={css.groupField}>{labelOf(field.label)}</span>
        {group.locked && <IconLock size={14} stroke={1.75} aria-hidden />}
        {field.target === kPeopleObject && group.label && <Face name={group.label} />}
        {option ? (
          <Chip tone={toneOf(option.tone)}>{text}</Chip>
        ) : (
          <strong className={css.clip}>{text}</strong>
        )}
        <span className={`${css.groupCount} figures`}>{formatNumber(group.count)}</span>
      </div>
      {phone
        ? first && (
            <div role="gridcell" className={`${css.figure} figures`}>
              {sums(first)[0]}
            </div>
          )
        : columns.slice(1).map((name, at) => (
            <div
              key={name}
              role="gridcell"
              aria-colindex={at + 3}
              className={css.cell}
              data-number={sums(name).length > 0 || undefined}
              title={sums(name).join(' · ')}
            >
              {sums(name).length > 0 && <span className={css.clip}>{sums(name).join(' · ')}</span>}
            </div>
          ))}
    </div>
  );
}
