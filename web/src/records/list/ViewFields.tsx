// SPDX-License-Identifier: Apache-2.0
// What every view is asked when it is kept: its name and who sees it.
import { useTranslation } from 'react-i18next';
import { useMe, useObject } from '@/api/session';
import inputs from '../value/Value.module.css';
import { sharings } from './views';

interface ViewFieldsProps {
  name: string;
  setName: (name: string) => void;
  shared: string;
  setShared: (shared: string) => void;
  act: 'create' | 'update';
}

export function ViewFields({ name, setName, shared, setShared, act }: ViewFieldsProps) {
  const { t } = useTranslation();
  const allowed = sharings(useObject('views'), useMe(), act);
  return (
    <>
      <label>
        {t('list:viewName')}
        <input
          className={inputs.input}
          required
          maxLength={80}
          autoFocus
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        {t('list:sharedWith')}
        <select
          className={inputs.input}
          value={shared}
          onChange={(event) => setShared(event.target.value)}
        >
          {['private', 'team', 'everyone'].map((who) => (
            <option key={who} value={who} disabled={!allowed.includes(who) && who !== shared}>
              {t(`list:shared.${who}`)}
            </option>
          ))}
        </select>
        {allowed.length < 3 && <small>{t('list:sharingOfRoles')}</small>}
      </label>
    </>
  );
}
