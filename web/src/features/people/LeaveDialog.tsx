// SPDX-License-Identifier: Apache-2.0
// Somebody leaves: what they look after goes to others, then their account is closed. The dialog
// stays with the work until it is over.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '@/api/client';
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
import { Dialog, DialogActs, DialogProblem } from '@/ui/Dialog';
import { useHandover } from './handover';
import { HandoverJob } from './HandoverJob';
import css from './People.module.css';

interface Counts {
  objects: { object: string; living: number; binned: number }[];
}

type Handover = ReturnType<typeof useHandover>;

interface PartProps {
  user: StoredRecord;
  handover: Handover;
  close: () => void;
}

function Owned({ owned }: { owned: Counts['objects'] }) {
  const { objects } = useDefinitions();
  return (
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
  );
}

function Successor({
  leaving,
  to,
  choose,
}: {
  leaving: string;
  to: string;
  choose: (to: string) => void;
}) {
  const { t } = useTranslation();
  const people = useFewRecords('users', { filter: 'active eq true', orderby: 'name', top: 200 });
  return (
    <label className={css.field}>
      {t('people:leave.to')}
      <select className={inputs.input} value={to} onChange={(event) => choose(event.target.value)}>
        <option value="">{t('people:leave.choose')}</option>
        {(people.data?.value ?? [])
          .filter((one) => one.id !== leaving)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {String(one.name)}
            </option>
          ))}
      </select>
    </label>
  );
}

function Question({ user, handover, close }: PartProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState('');
  const [byTeam, setByTeam] = useState(false);
  const { data: counts } = useQuery({
    queryKey: ['leave', user.id],
    queryFn: () => post<Counts>(`${recordPath('users', user.id)}/reassign`, { preview: true }),
    staleTime: 0,
  });
  const owned = counts?.objects ?? [];

  const run = () =>
    owned.length > 0
      ? handover.handOver(to, byTeam)
      : handover.guarded(async () => {
          await handover.closeAccount();
          showToast({ text: t('people:disabled', { name: String(user.name) }) });
          close();
        });

  return (
    <>
      {!counts && <Skeleton rows={4} />}
      {counts && owned.length === 0 && <p>{t('people:leave.nothing')}</p>}
      {owned.length > 0 && (
        <>
          <Owned owned={owned} />
          <Successor leaving={user.id} to={to} choose={setTo} />
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
      <DialogProblem text={handover.problem} />
      <DialogActs>
        <Button onClick={close}>{t('base:cancel')}</Button>
        <Button
          kind="filled"
          busy={handover.busy}
          disabled={!counts || (owned.length > 0 && to === '')}
          onClick={() => void run()}
        >
          {t('people:leave.run')}
        </Button>
      </DialogActs>
    </>
  );
}

export function LeaveDialog({ user, close }: { user: StoredRecord; close: () => void }) {
  const { t } = useTranslation();
  const handover = useHandover(user);
  return (
    <Dialog title={t('people:leave.title', { name: String(user.name) })} size={520} close={close}>
      {handover.job ? (
        <HandoverJob handover={handover} close={close} />
      ) : (
        <Question user={user} handover={handover} close={close} />
      )}
    </Dialog>
  );
}
