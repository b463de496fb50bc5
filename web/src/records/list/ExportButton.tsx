// SPDX-License-Identifier: Apache-2.0
// The button that takes a list out; its dialog is loaded when it is first wanted.
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/base/Button';
import { IconDownload } from '@/base/icons';
import type { ExportDialogProps } from './ExportDialog';

const ExportDialog = lazy(() =>
  import('./ExportDialog').then((module) => ({ default: module.ExportDialog })),
);

export function ExportButton(props: Omit<ExportDialogProps, 'close'>) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton
        bordered
        icon={IconDownload}
        label={t('export:act')}
        onClick={() => setAsking(true)}
      />
      {asking && (
        <Suspense fallback={null}>
          <ExportDialog {...props} close={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}
