// SPDX-License-Identifier: Apache-2.0
// Why can I see this: every way to the record as a sentence. Administrators ask for somebody else.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, get } from '@/api/client';
import { recordPath } from '@/api/odata';
import { useFewRecords } from '@/api/records';
import { useMe } from '@/api/session';
import { recordHref } from '@/base/address';
import { currentLanguage } from '@/base/i18n/i18n';
import { Failure, Skeleton } from '@/base/State';
import { Dialog } from '@/ui/Dialog';
import inputs from '../value/Value.module.css';
import css from './WhyDialog.module.css';

interface Reason {
  kind: string;
  text: string;
  remark?: string;
  object?: string;
  record?: { id: string; name: string };
  behind?: Reason[];
}

function Reasons({ reasons }: { reasons: Reason[] }) {
  return (
    <ul className={css.reasons}>
      {reasons.map((reason, index) => (
        <li key={index}>
          {reason.object && reason.record ? (
            <a href={recordHref(reason.object, reason.record.id)}>{reason.text}</a>
          ) : (
            reason.text
          )}
          {reason.remark && <span className={css.remark}>{reason.remark}</span>}
          {reason.behind && <Reasons reasons={reason.behind} />}
        </li>
      ))}
    </ul>
  );
}

export function WhyDialog({
  object,
  id,
  close,
}: {
  object: string;
  id: string;
  close: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const [person, setPerson] = useState(me.user.id);
  const people = useFewRecords(
    'users',
    { filter: 'active eq true', orderby: 'name', top: 200 },
    me.administers,
  );
  const { data, error, refetch } = useQuery({
    queryKey: ['why', object, id, person, currentLanguage()],
    staleTime: 0,
    queryFn: ({ signal }) =>
      get<{ visible: boolean; reasons: Reason[] }>(
        `${recordPath(object, id)}/why${person === me.user.id ? '' : `?user=${person}`}`,
        { signal },
      ),
  });
  return (
    <Dialog title={t('records:why')} size={520} close={close}>
      {me.administers && people.data && (
        <label className={css.person}>
          {t('records:whyWho')}
          <select
            className={inputs.input}
            value={person}
            onChange={(event) => setPerson(event.target.value)}
          >
            {!people.data.value.some((user) => user.id === me.user.id) && (
              <option value={me.user.id}>{me.user.name}</option>
            )}
            {people.data.value.map((user) => (
              <option key={user.id} value={user.id}>
                {String(user.name)}
              </option>
            ))}
          </select>
        </label>
      )}
      {error && (
        <Failure
          text={t('records:failed')}
          code={error instanceof ApiError ? error.trace : undefined}
          retry={() => void refetch()}
        />
      )}
      {!data && !error && <Skeleton rows={2} />}
      {data && !data.visible && <p>{t('records:whyNot')}</p>}
      {data && <Reasons reasons={data.reasons} />}
    </Dialog>
  );
}
