// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { Empty } from '@/base/State';
import { IconMapPin } from '@/base/icons';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty icon={IconMapPin} title={t('shell:notFound')}>
      <a href="#/">{t('shell:goHome')}</a>
    </Empty>
  );
}
