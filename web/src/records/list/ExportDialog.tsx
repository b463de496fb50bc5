// SPDX-License-Identifier: Apache-2.0
// Takes a list out as a file: as it stands on the page (filter, order, columns), as far as the
// reader may. It is a job: whoever closes the dialog is told when the file is ready.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { previewExport, type ExportFormat, type ExportWish } from '@/api/exports';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconDownload, IconX } from '@/base/icons';
import { Dialog } from '@/ui/Dialog';
import { useExport } from './useExport';
import { ExportCount } from './ExportCount';
import { ExportProgress } from './ExportProgress';
import css from './ExportDialog.module.css';

// How the company writes, by example: the sign before decimals decides what separates the columns.
function companySample() {
  const number = formatNumber(12.5, 2);
  return { number, separator: number.includes(',') ? ';' : ',' };
}

const kFormats: ExportFormat[] = ['xlsx', 'csv', 'json'];

export interface ExportDialogProps {
  wish: Omit<ExportWish, 'format' | 'headings' | 'select' | 'bom'>;
  columns?: string[]; // shown on the page; without them there is nothing to choose
  close: () => void;
}

function Choice({
  name,
  value,
  chosen,
  label,
  help,
  choose,
}: {
  name: string;
  value: string;
  chosen: boolean;
  label: string;
  help?: string;
  choose: () => void;
}) {
  return (
    <label className={css.choice}>
      <input type="radio" name={name} value={value} checked={chosen} onChange={choose} />
      <span>
        {label}
        {help && <span className={css.help}>{help}</span>}
      </span>
    </label>
  );
}

export function ExportDialog({ wish, columns, close }: ExportDialogProps) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [shown, setShown] = useState(true);
  const [labels, setLabels] = useState(true);
  const [plain, setPlain] = useState(false);
  const { filter, search, bin, object } = wish;
  const reach = useQuery({
    queryKey: ['exports', 'reach', object, filter, search, bin],
    queryFn: () => previewExport({ object, filter, search, bin }),
    gcTime: 0,
  });
  const none = reach.data?.exportable === 0 && reach.data.left_out !== 0;
  const { job, begun, problem, begin, cancel } = useExport(close);
  const run = () =>
    begin({
      ...wish,
      select: columns && shown ? columns.join(',') : undefined,
      format,
      headings: labels ? 'labels' : 'names',
      bom: format === 'csv' && labels,
      formats: format === 'csv' && labels && plain ? 'plain' : undefined,
    });

  return (
    <Dialog title={t('export:title')} size={480} close={close}>
      {begun ? (
        <ExportProgress job={job} />
      ) : (
        <div className={css.form}>
          {!reach.isError && <ExportCount reach={reach.data} />}
          <fieldset>
            <legend>{t('export:format')}</legend>
            {kFormats.map((one) => (
              <Choice
                key={one}
                name="format"
                value={one}
                chosen={format === one}
                label={t(`export:format.${one}`)}
                help={t(`export:help.${one}`)}
                choose={() => setFormat(one)}
              />
            ))}
          </fieldset>
          {columns && (
            <fieldset>
              <legend>{t('export:columns')}</legend>
              <Choice
                name="columns"
                value="shown"
                chosen={shown}
                label={t('export:columns.shown')}
                choose={() => setShown(true)}
              />
              <Choice
                name="columns"
                value="all"
                chosen={!shown}
                label={t('export:columns.all')}
                choose={() => setShown(false)}
              />
            </fieldset>
          )}
          <fieldset>
            <legend>{t('export:headings')}</legend>
            <Choice
              name="headings"
              value="labels"
              chosen={labels}
              label={t('export:headings.labels')}
              choose={() => setLabels(true)}
            />
            <Choice
              name="headings"
              value="names"
              chosen={!labels}
              label={t('export:headings.names')}
              help={t('export:headings.namesHelp')}
              choose={() => setLabels(false)}
            />
          </fieldset>
          {format === 'csv' && labels && (
            <fieldset>
              <legend>{t('export:formats')}</legend>
              <Choice
                name="formats"
                value="company"
                chosen={!plain}
                label={t('export:formats.company')}
                help={t('export:formats.companyHelp', companySample())}
                choose={() => setPlain(false)}
              />
              <Choice
                name="formats"
                value="plain"
                chosen={plain}
                label={t('export:formats.plain')}
                help={t('export:formats.plainHelp')}
                choose={() => setPlain(true)}
              />
            </fieldset>
          )}
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
            <Button kind="filled" icon={IconDownload} disabled={none} onClick={() => void run()}>
              {t('export:go')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
