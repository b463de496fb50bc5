// SPDX-License-Identifier: Apache-2.0
// Phones, mails, addresses, webs of a record: as many as wanted, each with kind and label, one
// primary per kind.
import { Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRemove, useRestore } from '@/api/records';
import { may, mayWith, useObject } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { IconButton } from '@/base/Button';
import { Chip } from '@/base/Chip';
import { labelOf } from '@/base/i18n/i18n';
import {
  IconDots,
  IconMail,
  IconMapPin,
  IconMessageCircle,
  IconPhone,
  IconPlus,
  IconStarFilled,
  IconWorld,
} from '@/base/icons';
import { showToast } from '@/base/toasts';
import { fieldOf, optionOf } from '../fields';
import { refusalOf, useFieldSave } from '../saveFields';
import { PointForm } from './PointForm';
import { hrefOfPoint, textOfPoint, usePoints } from './points';
import css from './Related.module.css';

const kIcons: Record<string, typeof IconPhone> = {
  phone: IconPhone,
  email: IconMail,
  postal: IconMapPin,
  web: IconWorld,
  messaging: IconMessageCircle,
};

function PointText({ point }: { point: StoredRecord }) {
  const href = hrefOfPoint(point);
  const text = textOfPoint(point);
  return (
    <span className={css.value}>
      {href ? (
        <a
          href={href}
          rel="noreferrer noopener"
          target={point.kind === 'web' ? '_blank' : undefined}
        >
          {text}
        </a>
      ) : (
        text
      )}
    </span>
  );
}

// What the point is for, with a star on the primary one.
function PointLabel({ object, point }: { object: ObjectDefinition; point: StoredRecord }) {
  const label =
    (point.own_label as string) || labelOf(optionOf(fieldOf(object, 'label')!, point.label)?.label);
  if (!label) return null;
  if (!point.is_primary) return <Chip tone="neutral">{label}</Chip>;
  return (
    <Chip tone="accent">
      <IconStarFilled size={10} aria-label={labelOf(fieldOf(object, 'is_primary')?.label)} />{' '}
      {label}
    </Chip>
  );
}

function PointMenu({ object, point }: { object: ObjectDefinition; point: StoredRecord }) {
  const { t } = useTranslation();
  const save = useFieldSave(object);
  const remove = useRemove('contact_points');
  const restore = useRestore('contact_points');
  const fail = (error: Error) => showToast({ text: refusalOf(error, null, t), tone: 'danger' });
  const bin = () =>
    remove.mutate(point, {
      onError: fail,
      onSuccess: () =>
        showToast({
          text: t('records:binned', { name: textOfPoint(point) }),
          act: { label: t('base:undo'), run: () => restore.mutate(point.id) },
        }),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton icon={IconDots} label={t('records:more')} size={15} />
      </Menu.Target>
      <Menu.Dropdown>
        {!point.is_primary && may(object, 'update') && (
          <Menu.Item onClick={() => void save(point, { is_primary: true }).catch(fail)}>
            {t('records:makePrimary')}
          </Menu.Item>
        )}
        {may(object, 'remove') && <Menu.Item onClick={bin}>{t('records:toBin')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

function Point({
  object,
  point,
  changeable,
}: {
  object: ObjectDefinition;
  point: StoredRecord;
  changeable: boolean;
}) {
  const Icon = kIcons[String(point.kind)] ?? IconPhone;
  return (
    <li className={css.point}>
      <Icon
        size={16}
        stroke={1.75}
        aria-label={labelOf(optionOf(fieldOf(object, 'kind')!, point.kind)?.label)}
      />
      <span className={css.what}>
        <PointText point={point} />
        <PointLabel object={object} point={point} />
      </span>
      {changeable && <PointMenu object={object} point={point} />}
    </li>
  );
}

export function ContactPoints({
  of,
  record,
  via,
  label,
}: {
  of: ObjectDefinition;
  record: StoredRecord;
  via: string;
  label: string;
}) {
  const { t } = useTranslation();
  const object = useObject('contact_points');
  const { data } = usePoints(via, record, object !== undefined);
  const [adding, setAdding] = useState(false);
  if (!object || !data) return null;
  const changeable = mayWith(of, record, 'update');
  const order = Object.keys(kIcons);
  const points = [...data.value].sort(
    (one, other) =>
      order.indexOf(String(one.kind)) - order.indexOf(String(other.kind)) ||
      Number(other.is_primary) - Number(one.is_primary),
  );
  return (
    <section className={css.card}>
      <div className={css.head}>
        <h2 className={css.heading}>
          {label} <span className={css.count}>{points.length}</span>
        </h2>
        {may(object, 'create') && changeable && (
          <IconButton
            icon={IconPlus}
            label={t('records:addPoint')}
            onClick={() => setAdding(true)}
            className={css.add}
          />
        )}
      </div>
      <ul>
        {points.map((point) => (
          <Point key={point.id} object={object} point={point} changeable={changeable} />
        ))}
      </ul>
      {adding && (
        <PointForm object={object} fixed={{ [via]: record.id }} close={() => setAdding(false)} />
      )}
    </section>
  );
}
