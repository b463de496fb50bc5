// SPDX-License-Identifier: Apache-2.0
// Somebody leaves: what they look after goes to others, then their account is closed. What went can
// come back from the toast.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, patch, post } from '@/api/client';
import { recordPath } from '@/api/odata';
import { useFewRecords } from '@/api/records';
import { useDefinitions } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { Skeleton } from '@/base/State';
import { showToast } from '@/base/toasts';
import { manyLabel } from '@/records/fields';
import inputs from '@/records/value/Value.module.css';
import { Modal } from '@/ui/modals';
import css from './People.module.css';

interface Counts {
  objects: { object: string; living: number; binned: number }[];
}
interface Receipt {
  id: string;
  moved: number;
  failed: { id: string; reason: string }[];
  error?: { message: string }; // it stopped before the end
}

const textOf = (error: unknown) => (error instanceof ApiError ? error.message : String(error));

// Records go back only to somebody in active service.
function useUndo(path: string) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  return (receipt: Receipt) =>
    patch(path, { active: true })
      .then(() => post<{ moved: number }>(`api/v1/reassignments('${receipt.id}')/undo`))
      .then(({ moved }) => {
        void cache.invalidateQueries();
        showToast({
          text: t('people:leave.back', { count: moved, shown: formatNumber(moved) }),
        });
      })
      .catch((error: unknown) => showToast({ text: textOf(error), tone: 'danger' }));
}

export function LeaveDialog({ user, close }: { user: StoredRecord; close: () => void }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const cache = useQueryClient();
  const [to, setTo] = useState('');
  const [byTeam, setByTeam] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const path = recordPath('users', user.id);
  const undo = useUndo(path);
  const people = useFewRecords('users', { filter: 'active eq true', orderby: 'name', top: 200 });
  const { data: counts } = useQuery({
    queryKey: ['leave', user.id],
    queryFn: () => post<Counts>(`${path}/reassign`, { preview: true }),
    staleTime: 0,
  });
  const owned = counts?.objects ?? [];
  const name = String(user.name);

  const run = async () => {
    setBusy(true);
    setProblem('');
    try {
      const receipt =
        owned.length > 0 ? await post<Receipt>(`${path}/reassign`, { to, by_team: byTeam }) : null;
      const back = receipt && {
        act: { label: t('people:leave.undo'), run: () => void undo(receipt) },
      };
      if (receipt?.error) {
        setProblem(receipt.error.message);
        showToast({ text: receipt.error.message, tone: 'danger', ...back });
        return;
      }
      await post(`${path}/disable`, {});
      showToast({
        text: receipt
          ? t('people:leave.done', {
              name,
              count: receipt.moved,
              shown: formatNumber(receipt.moved),
            })
          : t('people:disabled', { name }),
        ...back,
      });
      close();
    } catch (error) {
      setProblem(textOf(error));
    } finally {
      setBusy(false);
      void cache.invalidateQueries({ queryKey: ['records'] });
    }
  };

  return (
    <Modal
      opened
      onClose={close}
      title={t('people:leave.title', { name })}
      size={520}
      centered
      closeButtonProps={{ 'aria-label': t('base:close') }}
    >
      {!counts ? (
        <Skeleton rows={4} />
      ) : owned.length === 0 ? (
        <p>{t('people:leave.nothing')}</p>
      ) : (
        <>
          <dl className={css.counted}>
            {owned.map((one) => {
              const object = objects.get(one.object);
              return (
                <div key={one.object}>
                  <dt>{object ? manyLabel(object) : one.object}</dt>
                  <dd className="figures">{formatNumber(one.living + one.binned)}</dd>
                </div>
              );
            })}
          </dl>
          <label className={css.field}>
            {t('people:leave.to')}
            <select
              className={inputs.input}
              value={to}
              onChange={(event) => setTo(event.target.value)}
            >
              <option value="">{t('people:leave.choose')}</option>
              {(people.data?.value ?? [])
                .filter((one) => one.id !== user.id)
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {String(one.name)}
                  </option>
                ))}
            </select>
          </label>
          <label className={css.check}>
            <input
              type="checkbox"
              checked={byTeam}
              onChange={(event) => setByTeam(event.target.checked)}
            />
            {t('people:leave.byTeam')}
          </label>
        </>
      )}
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={css.acts}>
        <Button onClick={close}>{t('base:cancel')}</Button>
        <Button
          kind="filled"
          busy={busy}
          disabled={!counts || (owned.length > 0 && to === '')}
          onClick={() => void run()}
        >
          {t('people:leave.run')}
        </Button>
      </div>
    </Modal>
  );
}
