// SPDX-License-Identifier: Apache-2.0
// The fields of every object: at the left the objects, in the middle the fields with what they are
// and how much they are used, at the right the editor of one. A field that was just made is brought
// into sight and marked.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { ObjectDefinition } from '@/api/types';
import { useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { Chip } from '@/base/Chip';
import { formatNumber } from '@/base/format';
import { labelOf } from '@/base/i18n/i18n';
import { IconPlus } from '@/base/icons';
import { ObjectIcon } from '@/base/ObjectIcon';
import { Failure, Skeleton } from '@/base/State';
import { showToast } from '@/base/toasts';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import { manyLabel } from '@/records/fields';
import { isCustom, useOverview, useUsage, type Overview, type Usage } from './api';
import { FieldEditor } from './FieldEditor';
import { fieldRows, type FieldRow } from './fieldRows';
import css from './Definitions.module.css';

const kNew = '+';

function Meter({ used, max }: { used: number; max: number }) {
  const { t } = useTranslation();
  const text = t('definitions:meter', { used, max });
  return (
    <div className={css.meter}>
      <meter min={0} max={max} high={max * 0.8} value={used} aria-label={text} />
      <span className="figures">{text}</span>
    </div>
  );
}

function share(row: FieldRow, usage: Usage | undefined): string {
  const use = usage?.fields[row.name];
  if (!use || !usage || usage.rows === 0) return '';
  return `${formatNumber(Math.round((use.filled / usage.rows) * 100))} %`;
}

function FieldLine({
  row,
  filled,
  chosen,
  fresh,
  choose,
}: {
  row: FieldRow;
  filled: string;
  chosen: boolean;
  fresh: boolean;
  choose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <tr data-chosen={chosen || undefined} data-fresh={fresh || undefined}>
      <th scope="row">
        <button
          type="button"
          className={css.pick}
          aria-current={chosen || undefined}
          onClick={choose}
        >
          {labelOf(row.label)}
        </button>
        <code className={css.code} translate="no">
          {row.name}
        </code>
      </th>
      <td data-minor>{t(`definitions:type.${row.type}`)}</td>
      <td>
        <Chip tone={row.own ? 'accent' : 'neutral'}>
          {t(row.own ? 'definitions:own' : 'definitions:shipped')}
        </Chip>{' '}
        {row.hidden && <Chip tone="attention">{t('definitions:hidden')}</Chip>}
      </td>
      <td data-end data-minor className="figures">
        {filled}
      </td>
    </tr>
  );
}

function FieldTable({
  rows,
  usage,
  chosen,
  fresh,
  choose,
}: {
  rows: FieldRow[];
  usage?: Usage;
  chosen?: string;
  fresh?: string;
  choose: (name: string) => void;
}) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const button = body.current?.querySelector<HTMLElement>('tr[data-fresh] button');
    button?.focus({ preventScroll: true });
    button?.scrollIntoView({ block: 'center' });
  }, [fresh]);
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('definitions:field')}</th>
          <th scope="col" data-minor>
            {t('definitions:type')}
          </th>
          <th scope="col">{t('definitions:origin')}</th>
          <th scope="col" data-end data-minor>
            {t('definitions:filled')}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row) => (
          <FieldLine
            key={row.name}
            row={row}
            filled={share(row, usage)}
            chosen={row.name === chosen}
            fresh={row.name === fresh}
            choose={() => choose(row.name)}
          />
        ))}
      </tbody>
    </table>
  );
}

// The field that came since the rows were as they were when it was asked for: its name is the
// server's. Told once.
function useFresh(rows: FieldRow[]) {
  const { t } = useTranslation();
  const [before, setBefore] = useState<ReadonlySet<string>>();
  const fresh = before && rows.find((row) => !before.has(row.name));
  const label = fresh && labelOf(fresh.label);
  useEffect(() => {
    if (label) showToast({ text: t('definitions:fieldMade', { name: label }) });
  }, [label, t]);
  return {
    fresh: fresh?.name,
    expect: () => setBefore(new Set(rows.map((row) => row.name))),
    forget: () => setBefore(undefined),
  };
}

function ObjectFields({ object, overview }: { object: ObjectDefinition; overview: Overview }) {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const { data: usage } = useUsage(object.name, overview.version);
  const rows = fieldRows(object, overview);
  const row = rows.find((candidate) => candidate.name === search.field);
  const open = row !== undefined || search.field === kNew;
  const { fresh, expect, forget } = useFresh(rows);
  return (
    <>
      <section className={css.middle} data-open={open || undefined}>
        <div className={css.bar}>
          <h2 className={css.title}>{manyLabel(object)}</h2>
          <Meter used={overview.used[object.name] ?? 0} max={overview.max} />
          <Button
            kind={open ? 'outline' : 'filled'}
            icon={IconPlus}
            onClick={() => {
              forget();
              change({ field: kNew });
            }}
          >
            {t('definitions:newField')}
          </Button>
        </div>
        <FieldTable
          rows={rows}
          usage={usage}
          chosen={search.field}
          fresh={open ? undefined : fresh}
          choose={(field) => {
            forget();
            change({ field });
          }}
        />
      </section>
      {open && (
        <aside className={css.right} aria-label={t('definitions:editor')}>
          <FieldEditor
            key={`${object.name}.${search.field}.${overview.version}`}
            object={object}
            row={row}
            usage={usage}
            done={(field) => change({ field }, { replace: true })}
            made={() => {
              expect();
              change({ field: undefined }, { replace: true });
            }}
          />
        </aside>
      )}
    </>
  );
}

export function FieldsPage() {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const { data: overview, error, refetch } = useOverview();
  const objects = overview?.definitions.objects ?? [];
  const sorted = [...objects].sort(
    (a, b) => Number(isCustom(b)) - Number(isCustom(a)) || manyLabel(a).localeCompare(manyLabel(b)),
  );
  const object =
    objects.find((candidate) => candidate.name === (search.object ?? 'accounts')) ?? objects[0];
  return (
    <AdministrationFrame title={t('definitions:fields')}>
      {error ? (
        <Failure
          text={t('definitions:notLoaded')}
          code={error instanceof ApiError ? error.trace : undefined}
          retry={() => void refetch()}
        />
      ) : !overview || !object ? (
        <Skeleton rows={10} />
      ) : (
        <div className={css.columns}>
          <nav className={css.left} aria-label={t('definitions:objects')}>
            <label className={css.chooser}>
              <span>{t('definitions:object')}</span>
              <select
                value={object.name}
                onChange={(event) => change({ object: event.target.value, field: undefined })}
              >
                {sorted.map((entry) => (
                  <option key={entry.name} value={entry.name}>
                    {manyLabel(entry)}
                  </option>
                ))}
              </select>
            </label>
            <ul>
              {sorted.map((entry) => (
                <li key={entry.name}>
                  <button
                    type="button"
                    aria-current={entry.name === object.name || undefined}
                    onClick={() => change({ object: entry.name, field: undefined })}
                  >
                    <ObjectIcon name={entry.views?.icon} size={16} />
                    <span>{manyLabel(entry)}</span>
                    {isCustom(entry) && <Chip tone="accent">{t('definitions:own')}</Chip>}
                  </button>
                </li>
              ))}
            </ul>
          </nav>
          <ObjectFields key={object.name} object={object} overview={overview} />
        </div>
      )}
    </AdministrationFrame>
  );
}
