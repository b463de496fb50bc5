// SPDX-License-Identifier: Apache-2.0
// Somebody else changed the opportunity meanwhile: what each of the two did, inside the card. The
// place alone is settled with one button; other fields are chosen one by one.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useObject } from '@/api/session';
import { Button } from '@/base/Button';
import { formatRelative } from '@/base/format';
import type { Choice } from '@/records/conflict/conflict';
import { ConflictFields } from '@/records/conflict/ConflictFields';
import type { Move } from './move';
import type { Moves } from './useMoves';
import css from './Card.module.css';

export function MoveConflict({ move, moves }: { move: Move; moves: Moves }) {
  const { t } = useTranslation();
  const object = useObject('opportunities');
  const box = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Record<string, Choice>>({});
  useEffect(() => box.current?.querySelector<HTMLElement>('button, input')?.focus(), []);
  const theirs = move.theirs!;
  const both = move.both ?? ['stage_id'];
  const author = move.authors?.['stage_id'] ?? move.authors?.[both[0]!];
  const onlyPlace = both.every((name) => name === 'stage_id');
  return (
    <div
      ref={box}
      className={css.form}
      role="group"
      aria-label={t('records:conflict.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        moves.cancel(move.record.id);
      }}
    >
      <p className={css.formTitle} role="alert">
        {t('sales:conflict', {
          who: author?.name ?? t('sales:somebody'),
          when: formatRelative(author?.at ?? String(theirs.updated_at)),
          stage: String(theirs['stage_id@clientela.label'] ?? ''),
        })}
      </p>
      {!onlyPlace && object && (
        <ConflictFields
          object={object}
          fields={both}
          theirs={theirs}
          mine={{ stage_id: move.to.id, ...move.values }}
          shown={{ 'stage_id@clientela.label': move.to.name }}
          authors={move.authors ?? {}}
          chosen={chosen}
          choose={setChosen}
        />
      )}
      <div className={css.formActs}>
        <Button small kind="quiet" onClick={() => moves.cancel(move.record.id)}>
          {t('sales:leave')}
        </Button>
        {onlyPlace ? (
          <Button small onClick={() => void moves.resolve(move, { stage_id: 'mine' })}>
            {t('sales:moveAnywayTo', { stage: move.to.name })}
          </Button>
        ) : (
          <Button
            small
            kind="filled"
            disabled={both.some((name) => !chosen[name])}
            onClick={() => void moves.resolve(move, chosen)}
          >
            {t('records:conflict.save')}
          </Button>
        )}
      </div>
    </div>
  );
}
