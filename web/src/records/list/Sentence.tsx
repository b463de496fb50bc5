// SPDX-License-Identifier: Apache-2.0
// The filter as a sentence: «Cuentas donde relación es Cliente y responsable soy yo». Every part
// can be clicked; the sentence is generated from the conditions, nobody types it twice.
import { Popover } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '@/api/records';
import { useObject } from '@/api/session';
import type { FieldDefinition, ObjectDefinition } from '@/api/types';
import { formatDate, formatNumber } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { IconPlus } from '@/base/icons';
import { useShortcut } from '@/base/shortcuts';
import { fieldOf, inSentence, manyLabel, optionOf, titleOf } from '../fields';
import { ConditionEditor } from './ConditionEditor';
import type { Condition } from './conditions';
import css from './Sentence.module.css';

function LinkName({ target, id }: { target: string; id: string }) {
  const object = useObject(target);
  const { data } = useRecord(target, id);
  return <>{object && data ? titleOf(object, data) : '…'}</>;
}

function ValueText({ field, condition }: { field: FieldDefinition; condition: Condition }) {
  const { t } = useTranslation();
  const { value, operator } = condition;
  if (operator === 'empty' || operator === 'filled' || operator === 'me') return null;
  const values = Array.isArray(value) ? value : [value];
  return (
    <>
      {values.map((one, index) => (
        <Fragment key={String(one)}>
          {index > 0 && ` ${t('list:or')} `}
          {field.type === 'option' ? (
            labelOf(optionOf(field, one)?.label) || String(one)
          ) : field.type === 'link' ? (
            <LinkName target={field.target!} id={String(one)} />
          ) : field.type === 'date' || field.type === 'instant' ? (
            formatDate(String(one))
          ) : typeof one === 'number' ? (
            formatNumber(one)
          ) : typeof one === 'boolean' ? (
            t(one ? 'base:yes' : 'base:no')
          ) : (
            `«${String(one)}»`
          )}
        </Fragment>
      ))}
    </>
  );
}

const isTime = (field: FieldDefinition) => field.type === 'date' || field.type === 'instant';

export function Sentence({
  object,
  conditions,
  change,
}: {
  object: ObjectDefinition;
  conditions: Condition[];
  change: (next: Condition[]) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | 'new' | null>(null);
  useShortcut('f', t('list:addCondition'), 'list', () => setOpen('new'));
  const replace = (index: number, next: Condition | null) => {
    setOpen(null);
    change(conditions.flatMap((condition, at) => (at !== index ? condition : next ? [next] : [])));
  };
  return (
    <p className={css.sentence}>
      <span>
        {manyLabel(object)}
        {conditions.length > 0 ? ` ${t('list:where')}` : ` ${t('list:everything')}`}
      </span>
      {conditions.map((condition, index) => {
        const field = fieldOf(object, condition.field)!;
        return (
          <Fragment key={`${condition.field} ${index}`}>
            {index > 0 && <span>{t('list:and')}</span>}
            <Popover
              opened={open === index}
              onChange={(opened) => setOpen(opened ? index : null)}
              position="bottom-start"
              trapFocus
              returnFocus
            >
              <Popover.Target>
                <button
                  type="button"
                  className={css.part}
                  aria-expanded={open === index}
                  onClick={() => setOpen(open === index ? null : index)}
                >
                  {inSentence(labelOf(field.label))}{' '}
                  {t(`list:op.${isTime(field) ? 'time.' : ''}${condition.operator}`)}{' '}
                  <ValueText field={field} condition={condition} />
                </button>
              </Popover.Target>
              <Popover.Dropdown>
                {open === index && (
                  <ConditionEditor
                    object={object}
                    condition={condition}
                    done={(next) => replace(index, next)}
                    remove={() => replace(index, null)}
                  />
                )}
              </Popover.Dropdown>
            </Popover>
          </Fragment>
        );
      })}
      <Popover
        opened={open === 'new'}
        onChange={(opened) => setOpen(opened ? 'new' : null)}
        position="bottom-start"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <button
            type="button"
            className={css.add}
            aria-label={t('list:addCondition')}
            aria-expanded={open === 'new'}
            onClick={() => setOpen(open === 'new' ? null : 'new')}
          >
            <IconPlus size={15} stroke={1.75} aria-hidden />
            {conditions.length === 0 && t('list:condition')}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          {open === 'new' && (
            <ConditionEditor
              object={object}
              done={(next) => {
                setOpen(null);
                change([...conditions, next]);
              }}
            />
          )}
        </Popover.Dropdown>
      </Popover>
    </p>
  );
}
