// SPDX-License-Identifier: Apache-2.0
// The bin as a whole: what was put there, by whom and when, with what went along; one button takes
// it all out again.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linkLabel, useRemove, useRestore } from '@/api/records';
import { may } from '@/api/session';
import { listHref, recordHref, useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconRestore, IconTrash } from '@/base/icons';
import { When } from '@/base/Money';
import { Empty, Failure, Skeleton } from '@/base/State';
import { showToast } from '@/base/toasts';
import { Face, Tile } from '@/base/Who';
import { PageBar } from '@/ui/PageBar';
import { inSentence, manyLabel, oneLabel, titleOf } from '../fields';
import { refusalOf } from '../saveFields';
import { inActs, useBinned, type Binned } from './binned';
import css from './BinPage.module.css';

// Out of the bin with all that went along; the toast puts it back.
function useTakeOut({ object, record }: Binned) {
  const { t } = useTranslation();
  const restore = useRestore(object.name);
  const remove = useRemove(object.name);
  const [busy, setBusy] = useState(false);
  const fail = (error: unknown) => showToast({ text: refusalOf(error, null, t), tone: 'danger' });
  const takeOut = () => {
    setBusy(true);
    restore
      .mutateAsync(record.id)
      .then((restored) =>
        showToast({
          text: t('bin:restored', { name: titleOf(object, record) }),
          act: {
            label: t('base:undo'),
            run: () =>
              remove.mutate(
                { ...record, '@odata.etag': restored?.['@odata.etag'] },
                { onError: fail },
              ),
          },
        }),
      )
      .catch(fail)
      .finally(() => setBusy(false));
  };
  return { busy, takeOut };
}

function What({ binned: { object, record, along } }: { binned: Binned }) {
  const title = titleOf(object, record);
  const others = along.map(
    ({ object: other, count }) =>
      `+ ${formatNumber(count)} ${inSentence(count === 1 ? oneLabel(other) : manyLabel(other))}`,
  );
  return (
    <span className={css.what}>
      <Tile name={title} />
      <span>
        <a className={css.name} href={recordHref(object.name, record.id)}>
          {title}
        </a>
        <span className={css.along}>{[oneLabel(object), ...others].join(' ')}</span>
      </span>
    </span>
  );
}

function BinnedRow({ binned }: { binned: Binned }) {
  const { t } = useTranslation();
  const { object, record } = binned;
  const { busy, takeOut } = useTakeOut(binned);
  const who = record.updated_by_id
    ? linkLabel(record, 'updated_by_id').label || t('records:somebody')
    : t('bin:program'); // the command line, too
  return (
    <tr>
      <td>
        <What binned={binned} />
      </td>
      <td className={css.wide}>
        <span className={css.who}>
          <Face name={who} />
          {who}
        </span>
      </td>
      <td>
        <When value={String(record.deleted_at)} />
      </td>
      <td className={css.act}>
        {may(object, 'remove') && (
          <Button
            small
            icon={IconRestore}
            busy={busy}
            aria-label={t('bin:restoreName', { name: titleOf(object, record) })}
            onClick={takeOut}
          >
            {t('records:restore')}
          </Button>
        )}
      </td>
    </tr>
  );
}

function KindChips({ kinds }: { kinds: Binned['along'] }) {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  return (
    <div className={css.chips} role="group" aria-label={t('bin:only')}>
      <button
        type="button"
        className={css.chip}
        aria-pressed={!search.object}
        onClick={() => change({ object: undefined })}
      >
        {t('list:all')}
      </button>
      {kinds.map(({ object, count }) => (
        <button
          key={object.name}
          type="button"
          className={css.chip}
          aria-pressed={search.object === object.name}
          onClick={() => change({ object: object.name })}
        >
          {manyLabel(object)} {formatNumber(count)}
        </button>
      ))}
    </div>
  );
}

function BinnedTable({ rows }: { rows: Binned[] }) {
  const { t } = useTranslation();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('bin:what')}</th>
          <th scope="col" className={css.wide}>
            {t('bin:who')}
          </th>
          <th scope="col">{t('bin:when')}</th>
          <th scope="col">
            <span className="hidden-text">{t('base:acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((binned) => (
          <BinnedRow key={`${binned.object.name} ${binned.record.id}`} binned={binned} />
        ))}
      </tbody>
    </table>
  );
}

// What the bin holds, of one kind where the address asks for it.
function Content() {
  const { t } = useTranslation();
  const { search } = useAddress();
  const { pending, failed, counts, rows, refetch } = useBinned();
  if (failed) return <Failure text={t('bin:failed')} retry={refetch} />;
  if (pending) return <Skeleton rows={8} height={52} />;
  const acts = inActs(rows);
  if (acts.length === 0)
    return (
      <Empty icon={IconTrash} title={t('list:binEmpty')} outlined>
        <p>{t('bin:explained')}</p>
      </Empty>
    );
  const kinds = counts.filter(
    ({ object, count }) => count > 0 && acts.some((act) => act.object === object),
  );
  const only = kinds.find(({ object }) => object.name === search.object);
  return (
    <>
      <p className={css.lead}>{t('bin:explained')}</p>
      <KindChips kinds={kinds} />
      <BinnedTable
        rows={search.object ? acts.filter(({ object }) => object.name === search.object) : acts}
      />
      {only && (
        <p className={css.all}>
          <a href={listHref(only.object.name, { bin: '1' })}>{t('bin:asList')}</a>
        </p>
      )}
    </>
  );
}

export function BinPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageBar title={t('bin:title')} />
      <div className={css.page}>
        <Content />
      </div>
    </>
  );
}
