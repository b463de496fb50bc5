// SPDX-License-Identifier: Apache-2.0
// Takes a list out as a file: as it stands on the page (filter, order, columns), as far as the
// reader may. It is a job: whoever closes the dialog is told when the file is ready.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { previewExport, type ExportWish } from '@/api/exports';
import { Button } from '@/base/Button';
import { IconDownload, IconX } from '@/base/icons';
import { Dialog } from '@/ui/Dialog';
import { ExportChoices, asksFormats, type ExportChosen } from './ExportChoices';
import { ExportCount } from './ExportCount';
import { ExportProgress } from './ExportProgress';
import { useExport } from './useExport';
import css from './ExportDialog.module.css';

export interface ExportDialogProps {
  wish: Omit<ExportWish, 'format' | 'headings' | 'select' | 'bom'>;
  columns?: string[]; // shown on the page; without them there is nothing to choose
  close: () => void;
}

const kFirst: ExportChosen = {
  format: 'xlsx',
  columns: 'shown',
  headings: 'labels',
  formats: 'company',
};

function wishOf({ wish, columns }: ExportDialogProps, chosen: ExportChosen): ExportWish {
  const formatted = asksFormats(chosen);
  return {
    ...wish,
    select: columns && chosen.columns === 'shown' ? columns.join(',') : undefined,
    format: chosen.format,
    headings: chosen.headings,
    bom: formatted,
    formats: formatted && chosen.formats === 'plain' ? 'plain' : undefined,
  };
}

export function ExportDialog(props: ExportDialogProps) {
  const { wish, columns, close } = props;
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(kFirst);
  const { filter, search, bin, object } = wish;
  const reach = useQuery({
    queryKey: ['exports', 'reach', object, filter, search, bin],
    queryFn: () => previewExport({ object, filter, search, bin }),
    gcTime: 0,
  });
  const none = reach.data?.exportable === 0 && reach.data.left_out !== 0;
  const { job, begun, problem, begin, cancel } = useExport(close);
  const run = () => void begin(wishOf(props, chosen));

  return (
    <Dialog title={t('export:title')} size={480} close={close}>
      {begun ? (
        <ExportProgress job={job} />
      ) : (
        <div className={css.form}>
          {!reach.isError && <ExportCount reach={reach.data} />}
          <ExportChoices
            choosable={columns !== undefined}
            chosen={chosen}
            change={(part) => setChosen({ ...chosen, ...part })}
          />
        </div>
      )}
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={css.acts}>
        {begun ? (
          <>
            <Button kind="quiet" icon={IconX} disabled={!job} onClick={() => void cancel()}>
              {t('export:stop')}
            </Button>
            <Button onClick={close}>{t('export:behind')}</Button>
          </>
        ) : (
          <>
            <Button kind="quiet" onClick={close}>
              {t('base:cancel')}
            </Button>
            <Button kind="filled" icon={IconDownload} disabled={none} onClick={run}>
              {t('export:go')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
