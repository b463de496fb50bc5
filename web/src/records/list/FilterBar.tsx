// SPDX-License-Identifier: Apache-2.0
// The line between views and table: the sentence, or its text form (`</>`) with the place of an
// error.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '@/api/client';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { IconButton } from '@/base/Button';
import { IconCode, IconFilter } from '@/base/icons';
import { parseClauses, printClauses } from '../filter/clauses';
import { FilterText } from '../filter/FilterText';
import { Sentence } from '../filter/Sentence';
import { LostView } from './LostView';
import { SaveView } from './SaveView';
import type { ListState } from './useListState';
import css from './FilterBar.module.css';

export function FilterBar({
  object,
  state,
  error,
}: {
  object: ObjectDefinition;
  state: ListState;
  error: ApiError | null;
}) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const clauses = parseClauses(objects, object, state.filter);
  const [asText, setAsText] = useState(false);
  const textual = asText || clauses === null;
  return (
    <>
      <LostView state={state} />
      <div className={css.bar}>
        <IconFilter size={16} stroke={1.75} aria-hidden className={css.icon} />
        <div className={css.filter} data-text={textual || undefined}>
          {textual ? (
            <FilterText
              key={state.filter}
              object={object}
              text={state.filter}
              error={error}
              apply={state.setFilter}
            />
          ) : (
            <Sentence
              object={object}
              clauses={clauses}
              change={(next) => state.setFilter(printClauses(objects, object, next))}
            />
          )}
        </div>
        {state.changed && !state.bin && <SaveView object={object} state={state} />}
        <IconButton
          icon={IconCode}
          label={t(
            textual && clauses === null
              ? 'filter:onlyText'
              : asText
                ? 'list:asSentence'
                : 'list:asText',
          )}
          aria-pressed={textual}
          onClick={() => setAsText(!asText)}
        />
      </div>
    </>
  );
}
