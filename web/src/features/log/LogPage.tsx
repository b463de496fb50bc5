// SPDX-License-Identifier: Apache-2.0
// Who changed what and when: tabs over changes of records and over acts; filters stand in the
// address.
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFewRecords } from '@/api/records';
import { useDefinitions } from '@/api/session';
import { useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { labelOf } from '@/base/i18n/i18n';
import { IconDownload, IconX } from '@/base/icons';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import { manyLabel } from '@/records/fields';
import { DayInput } from '@/records/value/DateInput';
import { PillTabs, pillTabId } from '@/ui/PillTabs';
import { Acts } from './Acts';
import { Changes } from './Changes';
import { kActs, queryText } from './log';
import css from './Log.module.css';

const ExportDialog = lazy(() =>
  import('@/records/list/ExportDialog').then((module) => ({ default: module.ExportDialog })),
);
const kTabs = ['changes', 'acts'] as const;

function Select({
  label,
  value,
  options,
  change,
}: {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  change: (value: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <label className={css.filter}>
      {label}
      <select value={value} onChange={(event) => change(event.target.value)}>
        <option value="">{t('log:any')}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Filters({ tab }: { tab: (typeof kTabs)[number] }) {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const { objects } = useDefinitions();
  const { data: people } = useFewRecords('users', { orderby: 'name', top: 200, select: ['name'] });
  const object = objects.get(search.object ?? '');
  const set = (name: string) => (value: string) =>
    change(
      name === 'object'
        ? { object: value || undefined, field: undefined, record: undefined }
        : { [name]: value || undefined },
      { replace: true },
    );
  return (
    <div className={css.filters} role="group" aria-label={t('log:filters')}>
      {tab === 'changes' && (
        <Select
          label={t('log:object')}
          value={search.object ?? ''}
          change={set('object')}
          options={[...objects.values()].map((one) => ({ value: one.name, label: manyLabel(one) }))}
        />
      )}
      {tab === 'changes' && object && (
        <Select
          label={t('log:field')}
          value={search.field ?? ''}
          change={set('field')}
          options={object.fields
            .filter((field) => !field.hidden && field.type !== 'id')
            .map((field) => ({ value: field.name, label: labelOf(field.label) }))}
        />
      )}
      {tab === 'acts' && (
        <Select
          label={t('log:kind')}
          value={search.kind ?? ''}
          change={set('kind')}
          options={kActs.map((kind) => ({ value: kind, label: t(`log:act.${kind}`) }))}
        />
      )}
      <Select
        label={t('log:person')}
        value={search.actor ?? ''}
        change={set('actor')}
        options={(people?.value ?? []).map((one) => ({ value: one.id, label: String(one.name) }))}
      />
      {(['from', 'until'] as const).map((name) => (
        <label key={name} className={css.filter}>
          {t(`log:${name}`)}
          <DayInput value={search[name] ?? ''} change={set(name)} />
        </label>
      ))}
      {search.record && (
        <Button small kind="quiet" icon={IconX} onClick={() => change({ record: undefined })}>
          {t('log:oneRecord')}
        </Button>
      )}
    </div>
  );
}

export function LogPage() {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const [exporting, setExporting] = useState(false);
  const tab = kTabs.find((name) => name === search.tab) ?? 'changes';
  const { object, record, field, actor, from, until, kind } = search;
  return (
    <AdministrationFrame
      title={t('log:title')}
      acts={
        tab === 'changes' && (
          <Button icon={IconDownload} onClick={() => setExporting(true)}>
            {t('export:act')}
          </Button>
        )
      }
    >
      <PillTabs
        label={t('log:title')}
        panel="log"
        tabs={kTabs.map((name) => ({ key: name, label: t(`log:tab.${name}`) }))}
        chosen={tab}
        choose={(name) => change({ tab: name === 'changes' ? undefined : name })}
      />
      <Filters tab={tab} />
      <div id="log" role="tabpanel" aria-labelledby={pillTabId('log', tab)}>
        {tab === 'changes' ? (
          <Changes question={{ object, record, field, actor, from, until }} />
        ) : (
          <Acts question={{ kind, actor, from, until }} />
        )}
      </div>
      {exporting && (
        <Suspense fallback={null}>
          <ExportDialog
            wish={{
              object: 'audit',
              filter: queryText({ object, record, field, actor, from, until }),
            }}
            close={() => setExporting(false)}
          />
        </Suspense>
      )}
    </AdministrationFrame>
  );
}
