// SPDX-License-Identifier: Apache-2.0
// A conflict, settled per field: mine, theirs, who and when. Nothing is chosen beforehand.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/base/Button';
import { formatRelative } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { Modal } from '@/ui/modals';
import { fieldOf, textOf, textOfValue } from '../fields';
import { useOpenConflict, type Choice } from './conflict';
import css from './ConflictDialog.module.css';

export function ConflictDialog() {
  const open = useOpenConflict();
  return open && <Settle key={open.theirs.id} />;
}

function Settle() {
  const { t } = useTranslation();
  const open = useOpenConflict()!;
  const [chosen, setChosen] = useState<Record<string, Choice>>({});
  const { object, fields, theirs, mine, shown } = open;
  const who =
    (theirs['updated_by_id@clientela.label'] as string | undefined) ?? t('records:somebody');
  const when = theirs.updated_at ? formatRelative(String(theirs.updated_at)) : '';
  return (
    <Modal
      opened
      onClose={() => open.answer(null)}
      title={t('records:conflict.title')}
      size={560}
      centered
      closeButtonProps={{ 'aria-label': t('base:close') }}
    >
      <p className={css.who}>{t('records:conflict.who', { who, when })}</p>
      {fields.map((name) => {
        const field = fieldOf(object, name);
        if (!field) return null;
        const sides: [Choice, string, string][] = [
          [
            'mine',
            t('records:conflict.mine'),
            textOfValue(field, mine[name], shown[`${name}@clientela.label`]),
          ],
          ['theirs', t('records:conflict.theirs', { who }), textOf(field, theirs)],
        ];
        return (
          <fieldset key={name} className={css.field}>
            <legend>{labelOf(field.label)}</legend>
            {sides.map(([side, label, text]) => (
              <label
                key={side}
                className={css.side}
                data-chosen={chosen[name] === side || undefined}
              >
                <input
                  type="radio"
                  name={name}
                  checked={chosen[name] === side}
                  onChange={() => setChosen({ ...chosen, [name]: side })}
                />
                <span>
                  <span className={css.label}>{label}</span>
                  <span className={css.value}>{text || '–'}</span>
                </span>
              </label>
            ))}
          </fieldset>
        );
      })}
      <div className={css.acts}>
        <Button onClick={() => open.answer(null)}>{t('base:cancel')}</Button>
        <Button
          kind="filled"
          disabled={fields.some((name) => !chosen[name])}
          onClick={() => open.answer(chosen)}
        >
          {t('records:conflict.save')}
        </Button>
      </div>
    </Modal>
  );
}
