// SPDX-License-Identifier: Apache-2.0
// What every view is asked when it is kept: its name and who sees it.
import { useTranslation } from 'react-i18next';
import inputs from '../value/Value.module.css';

interface ViewFieldsProps {
  name: string;
  setName: (name: string) => void;
  shared: string;
  setShared: (shared: string) => void;
}

export function ViewFields({ name, setName, shared, setShared }: ViewFieldsProps) {
  const { t } = useTranslation();
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
            <option key={who} value={who}>
              {t(`list:shared.${who}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
