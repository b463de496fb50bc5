// SPDX-License-Identifier: Apache-2.0
// Says before an export begins how many of the rows seen go into the file, and that the others
// are left out because the right to export does not reach them.
import { useTranslation } from 'react-i18next';
import type { ExportReach } from '@/api/exports';
import { formatNumber } from '@/base/format';

export function ExportCount({ reach }: { reach: ExportReach | undefined }) {
  const { t } = useTranslation();
  if (!reach) return <p role="status">{t('export:counting')}</p>;
  const { exportable, left_out: left } = reach;
  if (exportable === null || left === null) return null;
  return (
    <div role="status">
      <p>{t('export:count', { count: exportable, shown: formatNumber(exportable) })}</p>
      {left > 0 && <p>{t('export:leftOut', { count: left, shown: formatNumber(left) })}</p>}
    </div>
  );
}
