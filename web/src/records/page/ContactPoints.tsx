// SPDX-License-Identifier: Apache-2.0
// Phones, mails, addresses, webs of a record: as many as wanted, each with kind and label, one
// primary per kind.
import { useState, type FormEvent } from 'react';
import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCreate, useRemove, useRestore } from '@/api/records';
import { may, mayWith, useObject } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { Button, IconButton } from '@/base/Button';
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
import inputs from '../value/Value.module.css';
import { hrefOfPoint, textOfPoint, usePoints } from './points';
import css from './Related.module.css';

const kIcons: Record<string, typeof IconPhone> = {
  phone: IconPhone,
  email: IconMail,
  postal: IconMapPin,
  web: IconWorld,
  messaging: IconMessageCircle,
};

function PointForm({
  object,
  fixed,
  close,
}: {
  object: ObjectDefinition;
  fixed: Record<string, unknown>;
  close: () => void;
}) {
  const { t } = useTranslation();
  const create = useCreate('contact_points');
  const [kind, setKind] = useState('phone');
  const [problem, setProblem] = useState('');
  const options = (name: string) => fieldOf(object, name)?.options ?? [];
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const filled = Object.fromEntries(
      [...fields]
        .map(([name, value]) => [name, String(value).trim()])
        .filter(([, value]) => value !== ''),
    );
    const point = { ...filled, ...fixed, kind, is_primary: fields.has('is_primary') };
    create.mutate(point, {
      onSuccess: close,
      onError: (error) => setProblem(refusalOf(error, 'value', t)),
    });
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <div className={css.pair}>
        <label>
          {labelOf(fieldOf(object, 'kind')?.label)}
          <select
            className={inputs.input}
            data-compact
            autoFocus
            value={kind}
            onChange={(event) => setKind(event.target.value)}
          >
            {options('kind').map((option) => (
              <option key={option.value} value={option.value}>
                {labelOf(option.label)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {labelOf(fieldOf(object, 'label')?.label)}
          <select name="label" className={inputs.input} data-compact>
            {options('label').map((option) => (
              <option key={option.value} value={option.value}>
                {labelOf(option.label)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {kind === 'postal' ? (
        <>
          {['street', 'street2'].map((name) => (
            <label key={name}>
              {labelOf(fieldOf(object, name)?.label)}
              <input name={name} className={inputs.input} data-compact />
            </label>
          ))}
          <div className={css.pair}>
            {['postal_code', 'city', 'region', 'country'].map((name) => (
              <label key={name}>
                {labelOf(fieldOf(object, name)?.label)}
                <input name={name} className={inputs.input} data-compact />
              </label>
            ))}
          </div>
        </>
      ) : (
        <label>
          {labelOf(fieldOf(object, 'value')?.label)}
          <input
            name="value"
            required
            className={inputs.input}
            data-compact
            type={kind === 'email' ? 'email' : kind === 'phone' ? 'tel' : 'text'}
            aria-invalid={Boolean(problem) || undefined}
            aria-describedby={problem ? 'point-problem' : undefined}
          />
        </label>
      )}
      <label className={css.check}>
        <input type="checkbox" name="is_primary" className={inputs.check} />
        {labelOf(fieldOf(object, 'is_primary')?.label)}
      </label>
      {problem && (
        <p id="point-problem" role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      <div className={css.acts}>
        <Button small kind="quiet" onClick={close}>
          {t('base:cancel')}
        </Button>
        <Button small kind="filled" type="submit" busy={create.isPending}>
          {t('records:save')}
        </Button>
      </div>
    </form>
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
  const { t } = useTranslation();
  const save = useFieldSave(object);
  const remove = useRemove('contact_points');
  const restore = useRestore('contact_points');
  const fail = (error: Error) => showToast({ text: refusalOf(error, null, t), tone: 'danger' });
  const Icon = kIcons[String(point.kind)] ?? IconPhone;
  const href = hrefOfPoint(point);
  const label =
    (point.own_label as string) || labelOf(optionOf(fieldOf(object, 'label')!, point.label)?.label);
  return (
    <li className={css.point}>
      <Icon
        size={16}
        stroke={1.75}
        aria-label={labelOf(optionOf(fieldOf(object, 'kind')!, point.kind)?.label)}
      />
      <span className={css.what}>
        <span className={css.value}>
          {href ? (
            <a
              href={href}
              rel="noreferrer noopener"
              target={point.kind === 'web' ? '_blank' : undefined}
            >
              {textOfPoint(point)}
            </a>
          ) : (
            textOfPoint(point)
          )}
        </span>
        {label ? (
          <Chip tone={point.is_primary ? 'accent' : 'neutral'}>
            {point.is_primary ? (
              <>
                <IconStarFilled
                  size={10}
                  aria-label={labelOf(fieldOf(object, 'is_primary')?.label)}
                />{' '}
                {label}
              </>
            ) : (
              label
            )}
          </Chip>
        ) : null}
      </span>
      {changeable && (
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
            {may(object, 'remove') && (
              <Menu.Item
                onClick={() =>
                  remove.mutate(point, {
                    onError: fail,
                    onSuccess: () =>
                      showToast({
                        text: t('records:binned', { name: textOfPoint(point) }),
                        act: { label: t('base:undo'), run: () => restore.mutate(point.id) },
                      }),
                  })
                }
              >
                {t('records:toBin')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
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
