// SPDX-License-Identifier: Apache-2.0
// The filter as a sentence: «Cuentas donde relación es Cliente y responsable soy yo». Every clause
// can be clicked; the sentence is generated from the clauses, nobody types it twice.
import { Popover } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { IconPlus } from '@/base/icons';
import { useShortcut } from '@/base/shortcuts';
import { manyLabel } from '../fields';
import { ClauseEditor } from './ClauseEditor';
import { treeOfClause, type Clause } from './clauses';
import { Spoken } from './Spoken';
import css from './Sentence.module.css';

export function Sentence({
  object,
  clauses,
  change,
}: {
  object: ObjectDefinition;
  clauses: Clause[];
  change: (next: Clause[]) => void;
}) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const [open, setOpen] = useState<number | 'new' | null>(null);
  useShortcut('f', t('list:addCondition'), 'list', () => setOpen('new'));
  const replace = (index: number, next: Clause | null) => {
    setOpen(null);
    change(clauses.flatMap((clause, at) => (at !== index ? clause : next ? [next] : [])));
  };
  return (
    <div className={css.sentence}>
      <span>
        {manyLabel(object)}
        {clauses.length > 0 ? ` ${t('list:where')}` : ` ${t('list:everything')}`}
      </span>
      {clauses.map((clause, index) => {
        const tree = treeOfClause(objects, object, clause);
        return (
          <Fragment key={index}>
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
                  <span>{tree && <Spoken object={object} tree={tree} />}</span>
                </button>
              </Popover.Target>
              <Popover.Dropdown className={css.dropdown}>
                {open === index && (
                  <ClauseEditor
                    object={object}
                    clause={clause}
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
            {clauses.length === 0 && t('list:condition')}
          </button>
        </Popover.Target>
        <Popover.Dropdown className={css.dropdown}>
          {open === 'new' && (
            <ClauseEditor
              object={object}
              done={(next) => {
                setOpen(null);
                change([...clauses, next]);
              }}
            />
          )}
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
