// SPDX-License-Identifier: Apache-2.0
// The filter as a sentence: «Cuentas donde relación es Cliente y responsable soy yo». Every clause
// can be clicked; the sentence is generated from the clauses, nobody types it twice.
import { Popover } from '@mantine/core';
import { Fragment, useState, type ComponentProps, type ReactNode } from 'react';
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

// A button of the sentence, under which its clause is edited.
function Part({
  opened,
  open,
  editor,
  children,
  ...button
}: {
  opened: boolean;
  open: (opened: boolean) => void;
  editor: ReactNode;
} & ComponentProps<'button'>) {
  return (
    <Popover opened={opened} onChange={open} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button {...button} type="button" aria-expanded={opened} onClick={() => open(!opened)}>
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css.dropdown}>{opened && editor}</Popover.Dropdown>
    </Popover>
  );
}

interface SentenceProps {
  object: ObjectDefinition;
  clauses: Clause[];
  change: (next: Clause[]) => void;
}

export function Sentence({ object, clauses, change }: SentenceProps) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const [open, setOpen] = useState<number | 'new' | null>(null);
  useShortcut('f', t('list:addCondition'), 'list', () => setOpen('new'));
  const finish = (next: Clause[]) => {
    setOpen(null);
    change(next);
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
            <Part
              className={css.part}
              opened={open === index}
              open={(opened) => setOpen(opened ? index : null)}
              editor={
                <ClauseEditor
                  object={object}
                  clause={clause}
                  done={(next) => finish(clauses.map((other, at) => (at === index ? next : other)))}
                  remove={() => finish(clauses.filter((_, at) => at !== index))}
                />
              }
            >
              <span>{tree && <Spoken object={object} tree={tree} />}</span>
            </Part>
          </Fragment>
        );
      })}
      <Part
        className={css.add}
        aria-label={t('list:addCondition')}
        opened={open === 'new'}
        open={(opened) => setOpen(opened ? 'new' : null)}
        editor={<ClauseEditor object={object} done={(next) => finish([...clauses, next])} />}
      >
        <IconPlus size={15} stroke={1.75} aria-hidden />
        {clauses.length === 0 && t('list:condition')}
      </Part>
    </div>
  );
}
