// SPDX-License-Identifier: Apache-2.0
// The head of a group: fold, what its rows have in common, how many they are, and the subtotals
// under their columns, one per currency.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Chip, toneOf } from '@/base/Chip';
import { formatMoney, formatNumber } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { IconChevronDown, IconChevronRight, IconLock } from '@/base/icons';
import { Face } from '@/base/Who';
import { hasTones, kPeopleObject, optionOf } from '../fields';
import type { Line } from './useGroups';
import css from './Grid.module.css';

type GroupLine = Line & { kind: 'group' };

function textOf({ field, group }: GroupLine, t: TFunction): string {
  if (group.value === null) return t('base:noValue');
  if (group.locked) return t('records:locked');
  if (field.type === 'boolean') return t(group.value ? 'base:yes' : 'base:no');
  return group.label;
}

// What the rows of the group have in common, and how many they are.
function GroupName({ line }: { line: GroupLine }) {
  const { t } = useTranslation();
  const { field, group, open } = line;
  const text = textOf(line, t);
  const option =
    field.type === 'option' && hasTones(field) ? optionOf(field, group.value) : undefined;
  const Arrow = open ? IconChevronDown : IconChevronRight;
  return (
    <>
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
    </>
  );
}

const sumsOf = ({ group }: GroupLine, name: string) =>
  (group.sums[name] ?? []).map((sum) => formatMoney(sum, { round: true }));

// The phone has room for one figure.
function FirstSum({ line, columns }: { line: GroupLine; columns: string[] }) {
  const sum = columns.flatMap((name) => sumsOf(line, name))[0];
  return (
    sum !== undefined && (
      <div role="gridcell" className={`${css.figure} figures`}>
        {sum}
      </div>
    )
  );
}

function SumCells({ line, columns }: { line: GroupLine; columns: string[] }) {
  return columns.slice(1).map((name, at) => {
    const sums = sumsOf(line, name).join(' · ');
    return (
      <div
        key={name}
        role="gridcell"
        aria-colindex={at + 3}
        className={css.cell}
        data-number={sums !== '' || undefined}
        title={sums}
      >
        {sums && <span className={css.clip}>{sums}</span>}
      </div>
    );
  });
}

interface GroupRowProps {
  line: GroupLine;
  index: number;
  top: number;
  template: string;
  columns: string[];
  phone: boolean;
  active: boolean;
  fold: () => void;
}

export function GroupRow(props: GroupRowProps) {
  const { line, index, phone, columns } = props;
  const { open, level } = line;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={level}
      aria-expanded={open}
      className={phone ? css.groupPhone : css.row}
      data-group={level}
      onClick={props.fold}
      data-active={props.active || undefined}
      style={{
        gridTemplateColumns: phone ? undefined : props.template,
        transform: `translateY(${props.top}px)`,
      }}
    >
      <div
        role="gridcell"
        id={`cell-${index}-0`}
        aria-colindex={1}
        className={css.groupName}
        style={{ paddingLeft: 12 + (level - 1) * 22 }}
      >
        <GroupName line={line} />
      </div>
      {phone ? (
        <FirstSum line={line} columns={columns} />
      ) : (
        <SumCells line={line} columns={columns} />
      )}
    </div>
  );
}
