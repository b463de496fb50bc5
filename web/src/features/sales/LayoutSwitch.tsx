// SPDX-License-Identifier: Apache-2.0
// List or board: the same opportunities in two layouts.
import { useTranslation } from 'react-i18next';
import { IconLayoutList, IconColumns3 } from '@/base/icons';
import css from './LayoutSwitch.module.css';

export function LayoutSwitch({ layout }: { layout: 'list' | 'board' }) {
  const { t } = useTranslation();
  return (
    <nav className={css.switch} aria-label={t('sales:layout')}>
      <a
        href="#/opportunities"
        aria-current={layout === 'list' ? 'true' : undefined}
        aria-label={t('sales:layout.list')}
        title={t('sales:layout.list')}
      >
        <IconLayoutList size={17} stroke={1.75} aria-hidden />
      </a>
      <a
        href="#/opportunities?view=board"
        aria-current={layout === 'board' ? 'true' : undefined}
        aria-label={t('sales:layout.board')}
        title={t('sales:layout.board')}
      >
        <IconColumns3 size={17} stroke={1.75} aria-hidden />
      </a>
    </nav>
  );
}
