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
import type { Move } from './move';
import type { Moves } from './useMoves';
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
  grab: (event: PointerEvent<HTMLElement>, record: StoredRecord) => void;
  lifted: boolean;
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

function Account({ record }: { record: StoredRecord }) {
  const { t } = useTranslation();
  const account = linkLabel(record, 'account_id');
  if (account.locked)
    return (
      <>
        <IconLock size={14} stroke={1.75} aria-hidden />
        {t('records:locked')}
      </>
    );
  if (!account.label) return <span className={css.none}>{t('sales:noAccount')}</span>;
  return (
    <>
      <Tile name={account.label} size={20} />
      <span className={css.clip} title={account.label}>
        {account.label}
      </span>
    </>
  );
}

function AmountAndClose({ record, stage }: Pick<CardProps, 'record' | 'stage'>) {
  const { t } = useTranslation();
  const amounts = useServes('opportunities', 'amount');
  const close = record.expected_close_on;
  const late = stage.kind === 'open' && typeof close === 'string' && close < dayText(today());
  return (
    <p className={css.line}>
      <strong className="figures">
        {record.amount ? (
          formatMoney(record.amount as MoneyValue)
        ) : amounts ? (
          <span className={css.none}>{t('sales:noAmount')}</span>
        ) : null}
      </strong>
      {typeof close === 'string' && (
        <time
          className="figures"
          data-late={late || undefined}
          dateTime={close}
          title={late ? t('sales:late') : undefined}
        >
          {late && <span className="hidden-text">{t('sales:late')} </span>}
          {formatDate(close)}
        </time>
      )}
    </p>
  );
}

function Foot({ record, stage }: Pick<CardProps, 'record' | 'stage'>) {
  const { t } = useTranslation();
  const owner = linkLabel(record, 'owner_id').label;
  const days = daysSince(record.stage_since);
  return (
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
  );
}

function Refusal({ text, close }: { text: string; close: () => void }) {
  const { t } = useTranslation();
  return (
    <p className={css.refusal} role="alert">
      <span>{text}</span>
      <button type="button" aria-label={t('base:close')} onClick={close}>
        <IconX size={14} stroke={1.75} aria-hidden />
      </button>
    </p>
  );
}

// A card that arrives is shown and takes the focus that its old place had; a form in it takes it
// further.
function useArrival(move: Move | undefined) {
  const own = useRef<HTMLLIElement>(null);
  const arrives = move !== undefined;
  useEffect(() => {
    if (!arrives) return;
    own.current?.scrollIntoView?.({ block: 'nearest' });
    if (!own.current?.contains(document.activeElement))
      own.current?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
  }, [arrives, move?.phase]);
  return own;
}

export const Card = memo(function Card(props: CardProps) {
  const { record, stage, active, move, moves, refusal, grab, lifted } = props;
  const own = useArrival(move);
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
      onPointerDown={!move ? (event) => grab(event, record) : undefined}
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
          <Account record={record} />
          <MoveMenu {...props} />
        </p>
        <AmountAndClose record={record} stage={stage} />
        <Foot record={record} stage={stage} />
        {refusal && <Refusal text={refusal} close={() => moves.forget(record.id)} />}
      </div>
      {asking && <MoveForm move={move} moves={moves} />}
      {move?.phase === 'conflict' && <MoveConflict move={move} moves={moves} />}
    </li>
  );
});
