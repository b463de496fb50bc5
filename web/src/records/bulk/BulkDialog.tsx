// SPDX-License-Identifier: Apache-2.0
// Asks what exactly, says exactly how many records it touches, and begins. The number is confirmed:
// when it has changed in between, nothing happens and the new one is shown.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/client';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { inSentence, manyLabel, oneLabel } from '../fields';
import { Dialog, DialogActs, DialogProblem } from '@/ui/Dialog';
import { preview, useBulk, type BulkAction, type BulkQuery, type BulkValues } from './bulk';
import { BulkFields } from './BulkFields';
import css from './Bulk.module.css';

export interface BulkDialogProps {
  object: ObjectDefinition;
  action: BulkAction;
  query: BulkQuery;
  close: () => void;
  begun: () => void;
}

// How many records it touches, counted anew when that turns out to have changed.
function useReach(object: ObjectDefinition, action: BulkAction, query: BulkQuery) {
  return useQuery({
    queryKey: ['records', object.name, 'bulk', action, query],
    queryFn: () => preview(object.name, action, query),
    retry: false,
  });
}

function Sentence({
  object,
  action,
  reach,
}: {
  object: ObjectDefinition;
  action: BulkAction;
  reach: { count: number; changeable: number; locked: number };
}) {
  const { t } = useTranslation();
  const things = inSentence(reach.changeable === 1 ? oneLabel(object) : manyLabel(object));
  return (
    <p className={css.sentence} role="status">
      {t(`bulk:sentence.${action}`, {
        count: reach.changeable,
        shown: formatNumber(reach.changeable),
        things,
      })}
      {reach.locked > 0 && (
        <span className={css.locked}>
          {' '}
          {t('bulk:locked', { count: reach.locked, shown: formatNumber(reach.locked) })}
        </span>
      )}
    </p>
  );
}

// Until the number is known, that it is being counted or why it is not.
function Reach({
  object,
  action,
  reach,
}: {
  object: ObjectDefinition;
  action: BulkAction;
  reach: ReturnType<typeof useReach>;
}) {
  const { t } = useTranslation();
  if (reach.data) return <Sentence object={object} action={action} reach={reach.data} />;
  return (
    <p className={css.sentence} role="status">
      {reach.error ? reasonOf(reach.error, t('bulk:failed')) : t('bulk:counting')}
    </p>
  );
}

export function BulkDialog({ object, action: asked, query, close, begun }: BulkDialogProps) {
  const { t } = useTranslation();
  const start = useBulk(object.name);
  const [action, setAction] = useState(asked);
  const [values, setValues] = useState<BulkValues>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reach = useReach(object, asked, query);
  const count = reach.data?.changeable ?? 0;
  const needsValues = action !== 'delete' && action !== 'restore';
  const ready = count > 0 && (!needsValues || Object.keys(values).length > 0);
  const confirm = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await start(action, query, values, reach.data!.count);
      begun();
    } catch (error) {
      setProblem(reasonOf(error, t('bulk:failed')));
      void reach.refetch();
    }
    setBusy(false);
  };
  return (
    <Dialog title={t(`bulk:title.${asked}`)} size={480} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void confirm();
        }}
      >
        {needsValues && (
          <BulkFields
            object={object}
            action={action}
            setAction={setAction}
            values={values}
            setValues={setValues}
          />
        )}
        <Reach object={object} action={action} reach={reach} />
        <p className={css.hint}>{t('bulk:canUndo')}</p>
        <DialogProblem text={problem} />
        <DialogActs>
          <Button kind="quiet" onClick={close} data-autofocus={needsValues ? undefined : true}>
            {t('base:cancel')}
          </Button>
          <Button
            kind={action === 'delete' ? 'danger' : 'filled'}
            type="submit"
            busy={busy}
            disabled={!ready}
          >
            {t(`bulk:confirm.${action}`, { count, shown: formatNumber(count) })}
          </Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
