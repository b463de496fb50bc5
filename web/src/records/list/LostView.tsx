// SPDX-License-Identifier: Apache-2.0
// A link to a view that its reader has not got: says so, over the whole list, and why.
import { useTranslation } from 'react-i18next';
import { Button } from '@/base/Button';
import { IconInfoCircle } from '@/base/icons';
import type { ListState } from './useListState';
import css from './LostView.module.css';

export function LostView({ state }: { state: ListState }) {
  const { t } = useTranslation();
  if (!state.lost) return null;
  return (
    <div className={css.notice} role="status">
      <IconInfoCircle size={16} stroke={1.75} aria-hidden />
      <span>{t(`list:lostView.${state.lost.why}`, { name: state.lost.name })}</span>
      <Button small onClick={() => state.change({ view: undefined }, { replace: true })}>
        {t('list:lostView.go')}
      </Button>
    </div>
  );
}
