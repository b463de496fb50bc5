// SPDX-License-Identifier: Apache-2.0
// Conditions inside a clause: of the related records, or those of which one must hold.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { IconButton } from '@/base/Button';
import { IconPlus, IconX } from '@/base/icons';
import { ClauseEditor } from './ClauseEditor';
import { treeOfClause, type Clause } from './clauses';
import { Spoken } from './Spoken';
import css from './Sentence.module.css';

// A clause as it is read; a click opens its editor.
function ReadClause({
  object,
  clause,
  open,
  remove,
}: {
  object: ObjectDefinition;
  clause: Clause;
  open: () => void;
  remove: () => void;
}) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const tree = treeOfClause(objects, object, clause);
  return (
    <span className={css.innerRow}>
      <button type="button" className={css.part} onClick={open}>
        <span>{tree && <Spoken object={object} tree={tree} />}</span>
      </button>
      <IconButton icon={IconX} size={14} label={t('list:removeCondition')} onClick={remove} />
    </span>
  );
}

export function ClauseList({
  object,
  word,
  clauses,
  change,
}: {
  object: ObjectDefinition;
  word: 'and' | 'or';
  clauses: Clause[];
  change: (next: Clause[]) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | 'new' | null>(clauses.length === 0 ? 'new' : null);
  const finish = (next: Clause[]) => {
    setOpen(null);
    change(next);
  };
  return (
    <div className={css.inner} role="group" aria-label={t(`filter:inner.${word}`)}>
      <p className={css.innerHead}>{t(`filter:inner.${word}`)}</p>
      <ul>
        {clauses.map((clause, index) => {
          const remove = () => finish(clauses.filter((_, at) => at !== index));
          return (
            <li key={index}>
              {open === index ? (
                <ClauseEditor
                  inner
                  object={object}
                  clause={clause}
                  done={(next) => finish(clauses.map((other, at) => (at === index ? next : other)))}
                  remove={remove}
                />
              ) : (
                <ReadClause
                  object={object}
                  clause={clause}
                  open={() => setOpen(index)}
                  remove={remove}
                />
              )}
            </li>
          );
        })}
      </ul>
      {open === 'new' ? (
        <ClauseEditor
          inner
          object={object}
          done={(next) => finish([...clauses, next])}
          remove={() => setOpen(null)}
        />
      ) : (
        <button type="button" className={css.add} onClick={() => setOpen('new')}>
          <IconPlus size={14} stroke={1.75} aria-hidden />
          {t(word === 'or' ? 'filter:addAlternative' : 'list:addCondition')}
        </button>
      )}
    </div>
  );
}
