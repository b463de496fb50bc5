// SPDX-License-Identifier: Apache-2.0
// Fields that two people changed at once: mine, theirs, who and when, one choice each; nothing is
// chosen beforehand.
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { formatRelative } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { fieldOf, manyLinkOf, textOf, textOfValue } from '../fields';
import { useLinkLabels, idsOf } from '../value/ManyLinkValue';
import type { Authors } from './authors';
import type { Choice } from './conflict';
import css from './ConflictDialog.module.css';

function ManyText({ target, value }: { target: string; value: unknown }) {
  const ids = idsOf(value);
  const { labelFor } = useLinkLabels(target, ids.length > 0);
  return <>{ids.map(labelFor).join(', ') || '–'}</>;
}

export interface ConflictFieldsProps {
  object: ObjectDefinition;
  fields: string[];
  theirs: StoredRecord;
  mine: Record<string, unknown>;
  shown: Record<string, unknown>;
  authors: Authors;
  chosen: Record<string, Choice>;
  choose: (chosen: Record<string, Choice>) => void;
}

export function ConflictFields(props: ConflictFieldsProps) {
  const { object, fields, theirs, mine, shown, authors, chosen, choose } = props;
  const { t } = useTranslation();
  const id = useId();
  return fields.map((name) => {
    const field = fieldOf(object, name);
    const link = manyLinkOf(object, name);
    if (!field && !link) return null;
    const author = authors[name];
    const who = author?.name ?? t('records:somebody');
    const when = author?.at ? formatRelative(author.at) : '';
    const textFor = (side: Choice) => {
      if (link)
        return <ManyText target={link.target} value={(side === 'mine' ? mine : theirs)[name]} />;
      const text =
        side === 'mine'
          ? textOfValue(field!, mine[name], shown[`${name}@clientela.label`])
          : textOf(field!, theirs);
      return text || '–';
    };
    const sides: [Choice, string][] = [
      ['mine', t('records:conflict.mine')],
      ['theirs', t('records:conflict.theirs', { who, when })],
    ];
    return (
      <fieldset key={name} className={css.field}>
        <legend>{labelOf((field ?? link)!.label)}</legend>
        {sides.map(([side, label]) => (
          <label key={side} className={css.side} data-chosen={chosen[name] === side || undefined}>
            <input
              type="radio"
              name={`${id}${name}`}
              checked={chosen[name] === side}
              onChange={() => choose({ ...chosen, [name]: side })}
            />
            <span>
              <span className={css.label}>{label}</span>
              <span className={css.value}>{textFor(side)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    );
  });
}
