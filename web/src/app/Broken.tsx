// SPDX-License-Identifier: Apache-2.0
// What stands where a page broke: the rest of the application keeps working.
import { useTranslation } from 'react-i18next';
import { Failure } from '@/base/State';

export function Broken({ reset }: { reset: () => void }) {
  const { t } = useTranslation();
  return <Failure text={t('shell:broken')} retry={reset} />;
}
