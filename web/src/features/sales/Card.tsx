// SPDX-License-Identifier: Apache-2.0
// A card of the board: what, whom, how much, when, next step, days in the stage. Only deviations
// carry colour.
import { Menu } from '@mantine/core';
import { memo, useEffect, useRef, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { linkLabel } from '@/api/records';
import { useServes } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { recordHref } from '@/base/address';
import { formatDate, formatMoney, formatNumber, type MoneyValue } from '@/base/format';
import { IconAlertCircle, IconArrowsRightLeft, IconClock, IconLock, IconX } from '@/base/icons';
import { dayText, today } from '@/base/periods';
import { Face, Tile } from '@/base/Who';
import { MoveConflict } from './MoveConflict';
import { MoveForm } from './MoveForm';
import { daysSince, isStuck, type Stage } from './stages';
import type { Move, Moves } from './useMoves';
import css from './Card.module.css';

export interface CardProps {
  record: StoredRecord;
  stage: Stage;
  stages: Stage[];
  active: boolean;
  menu: boolean;
  setMenu: (id: string | null) => void;
  move?: Move;
  moves: Moves;
  refusal?: string;
  grab?: (event: PointerEvent<HTMLElement>, record: StoredRecord) => void;
  lifted?: boolean;
}

function NextStep({
  record,
  days,
  stage,
}: {
  record: StoredRecord;
  days: number | null;
  stage: Stage;
}) {
  const { t } = useTranslation();
  if (isStuck(days, stage)) {
    const usual = { count: days!, usual: formatNumber(stage.usualDays!) };
    return (
      <span className={css.step} data-tone="danger" title={t('sales:stuck', usual)}>
        <IconClock size={15} stroke={1.75} aria-hidden />
        <span className={css.clip}>{t('sales:stuckShort', usual)}</span>
      </span>
    );
  }
  if (!record.next_step && stage.kind === 'open') {
    return (
      <span className={css.step} data-tone="attention">
        <IconAlertCircle size={15} stroke={1.75} aria-hidden />
        <span className={css.clip}>{t('sales:noNextStep')}</span>
      </span>
    );
  }
  return (
    <span className={css.step} title={String(record.next_step ?? '')}>
      {record.next_step ? <IconArrowsRightLeft size={15} stroke={1.75} aria-hidden /> : null}
      <span className={css.clip}>{String(record.next_step ?? '')}</span>
    </span>
  );
}

function MoveMenu({ record, stage, stages, active, menu, setMenu, moves }: CardProps) {
  const { t } = useTranslation();
  return (
    <Menu
      opened={menu}
      onChange={(open) => setMenu(open ? record.id : null)}
      position="bottom-end"
      returnFocus
      trapFocus
    >
      <Menu.Target>
        <button
          type="button"
          className={css.mover}
          tabIndex={active ? 0 : -1}
          aria-label={t('sales:moveName', { name: String(record.name) })}
          onPointerDown={(event) => event.stopPropagation()}
        >
          {t('sales:move')}
        </button>
      </Menu.Target>
      <Menu.Dropdown
        onPointerDown={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          const target = stages.filter((other) => other.id !== stage.id)[Number(event.key) - 1];
          if (!target || event.key.length !== 1) return;
          event.preventDefault();
          setMenu(null);
          moves.start(record, target);
        }}
      >
        <Menu.Label>{t('sales:moveTo')}</Menu.Label>
        {stages
          .filter((other) => other.id !== stage.id)
          .map((other, index) => (
            <Menu.Item
              key={other.id}
              rightSection={index < 9 ? <span className={css.digit}>{index + 1}</span> : null}
              onClick={() => moves.start(record, other)}
            >
              {other.name}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export const Card = memo(function Card(props: CardProps) {
  const { record, stage, active, move, moves, refusal, grab, lifted } = props;
  const { t } = useTranslation();
  const account = linkLabel(record, 'account_id');
  const owner = linkLabel(record, 'owner_id').label;
  const days = daysSince(record.stage_since);
  const amounts = useServes('opportunities', 'amount');
  const late =
    stage.kind === 'open' &&
    typeof record.expected_close_on === 'string' &&
    record.expected_close_on < dayText(today());
  const own = useRef<HTMLLIElement>(null);
  const arrives = move !== undefined;
  // A card that arrives is shown and takes the focus that its old place had; a form in it takes it
  // further.
  useEffect(() => {
    if (!arrives) return;
    own.current?.scrollIntoView?.({ block: 'nearest' });
    if (!own.current?.contains(document.activeElement))
      own.current?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
  }, [arrives, move?.phase]);
  const asking =
    move && (move.phase === 'asking' || (move.phase === 'saving' && move.fields.length > 0));
  return (
    <li
      ref={own}
      className={css.card}
      data-card={record.id}
      data-asking={move && move.phase !== 'settling' ? true : undefined}
      data-lifted={lifted || undefined}
      aria-busy={move?.phase === 'saving' || undefined}
      onPointerDown={grab && !move ? (event) => grab(event, record) : undefined}
    >
      <div className={css.face}>
        <a
          className={css.name}
          href={recordHref('opportunities', record.id)}
          tabIndex={active ? 0 : -1}
          draggable={false}
        >
          {String(record.name ?? '')}
        </a>
        <p className={css.account}>
          {account.locked ? (
            <>
              <IconLock size={14} stroke={1.75} aria-hidden />
              {t('records:locked')}
            </>
          ) : account.label ? (
            <>
              <Tile name={account.label} size={20} />
              <span className={css.clip} title={account.label}>
                {account.label}
              </span>
            </>
          ) : (
            <span className={css.none}>{t('sales:noAccount')}</span>
          )}
          <MoveMenu {...props} />
        </p>
        <p className={css.line}>
          <strong className="figures">
            {record.amount ? (
              formatMoney(record.amount as MoneyValue)
            ) : amounts ? (
              <span className={css.none}>{t('sales:noAmount')}</span>
            ) : null}
          </strong>
          {typeof record.expected_close_on === 'string' && (
            <time
              className="figures"
              data-late={late || undefined}
              dateTime={record.expected_close_on}
              title={late ? t('sales:late') : undefined}
            >
              {late && <span className="hidden-text">{t('sales:late')} </span>}
              {formatDate(record.expected_close_on)}
            </time>
          )}
        </p>
        <div className={css.foot}>
          <NextStep record={record} days={days} stage={stage} />
          {days !== null && !isStuck(days, stage) && (
            <span className={css.days} aria-label={t('sales:daysLong', { count: days })}>
              {t('sales:days', { days: formatNumber(days) })}
            </span>
          )}
          {owner && (
            <span title={owner}>
              <Face name={owner} />
              <span className="hidden-text">{owner}</span>
            </span>
          )}
        </div>
        {refusal && (
          <p className={css.refusal} role="alert">
            <span>{refusal}</span>
            <button
              type="button"
              aria-label={t('base:close')}
              onClick={() => moves.forget(record.id)}
            >
              <IconX size={14} stroke={1.75} aria-hidden />
            </button>
          </p>
        )}
      </div>
      {asking && <MoveForm move={move} moves={moves} />}
      {move?.phase === 'conflict' && <MoveConflict move={move} moves={moves} />}
    </li>
  );
});
