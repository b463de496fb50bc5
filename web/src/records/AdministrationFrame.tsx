// SPDX-License-Identifier: Apache-2.0
// The frame of every page of the area "Administración": the way back, the title, the acts, one
// scrolling body. Who does not administer gets the same answer as for a page that does not exist.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/session';
import { Empty } from '@/base/State';
import { PageBar } from '@/ui/PageBar';
import css from './AdministrationFrame.module.css';

export interface AdministrationFrameProps {
  title: string;
  acts?: ReactNode;
  reading?: boolean; // a form or a text: a narrow column with a margin
  children: ReactNode;
}

export function AdministrationFrame({ title, acts, reading, children }: AdministrationFrameProps) {
  const { t } = useTranslation();
  const me = useMe();
  if (!me.administers)
    return (
      <Empty title={t('shell:notFound')}>
        <a href="#/">{t('shell:goHome')}</a>
      </Empty>
    );
  return (
    <>
      <PageBar
        path={[{ label: t('shell:group.administration'), href: '#/administration' }]}
        title={title}
      >
        {acts}
      </PageBar>
      <div className={css.body} data-reading={reading || undefined}>
        {children}
      </div>
    </>
  );
}
