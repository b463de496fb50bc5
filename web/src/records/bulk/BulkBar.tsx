// SPDX-License-Identifier: Apache-2.0
// What can be done with the chosen rows, floating above the table. Ctrl A chooses the page, a
// second time everything that the list finds; every act is a job that can be undone.
import type { TablerIcon } from '@tabler/icons-react';
import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { formatNumber } from '@/base/format';
import { IconPencil, IconRestore, IconTag, IconTrash, IconUserPlus, IconX } from '@/base/icons';
import { useShortcut } from '@/base/shortcuts';
import { fieldOf, isEditable } from '../fields';
import css from './BulkBar.module.css';
import type { Selection } from '../list/useSelection';
import { chosenFilter, kChosenMax, type BulkAction, type BulkQuery } from './bulk';

const BulkDialog = lazy(() =>
  import('./BulkDialog').then((module) => ({ default: module.BulkDialog })),
);

export interface BulkBarProps {
  object: ObjectDefinition;
  rows: StoredRecord[];
  selection: Selection;
  query: BulkQuery; // of the list
  total: number | undefined;
}

type Act = { action: BulkAction; icon: TablerIcon; label: string };

function actsOf(object: ObjectDefinition, bin: boolean): Act[] {
  const changes = may(object, 'update');
  const owner = fieldOf(object, 'owner_id');
  if (bin)
    return may(object, 'remove')
      ? [{ action: 'restore', icon: IconRestore, label: 'records:restore' }]
      : [];
  const acts: (Act | false)[] = [
    changes && { action: 'edit', icon: IconPencil, label: 'bulk:edit' },
    changes &&
      owner !== undefined &&
      isEditable(owner) && { action: 'assign', icon: IconUserPlus, label: 'list:assign' },
    changes &&
      (object.many_links?.length ?? 0) > 0 && {
        action: 'classify',
        icon: IconTag,
        label: 'bulk:classify',
      },
    may(object, 'remove') && { action: 'delete', icon: IconTrash, label: 'records:toBin' },
  ];
  return acts.filter((act) => act !== false);
}

// Another question finds other records: nothing of it has been chosen yet.
function useClearedByQuestions(query: BulkQuery, clear: () => void) {
  const question = JSON.stringify(query);
  const first = useRef(question);
  useEffect(() => {
    if (first.current !== question) clear();
  }, [question, clear]);
}

function ActButtons({ acts, ask }: { acts: Act[]; ask: (action: BulkAction) => void }) {
  const { t } = useTranslation();
  return acts.map(({ action, icon: Icon, label }) => (
    <button
      key={action}
      type="button"
      className={css.act}
      aria-haspopup="dialog"
      onClick={() => ask(action)}
    >
      <Icon size={16} stroke={1.75} aria-hidden />
      <span className={css.word}>{t(label)}</span>
    </button>
  ));
}

interface ToolbarProps extends Omit<BulkBarProps, 'query'> {
  bin: boolean;
  ask: (action: BulkAction) => void;
}

function Toolbar({ object, rows, selection, total, bin, ask }: ToolbarProps) {
  const { t } = useTranslation();
  const { whole, ids } = selection;
  const count = whole ? (total ?? rows.length) : ids.size;
  const tooMany = !whole && count > kChosenMax;
  const allOfPage = !whole && ids.size >= rows.length && (total ?? 0) > rows.length;
  const label = whole
    ? t('bulk:whole', { count, shown: formatNumber(count) })
    : t('list:selected', { count });
  return (
    <div className={css.bar} role="toolbar" aria-label={label}>
      <span className={css.count} role="status">
        {label}
      </span>
      {allOfPage && (
        <button type="button" className={css.act} onClick={selection.chooseWhole}>
          {t('bulk:chooseWhole', { count: total, shown: formatNumber(total!) })}
        </button>
      )}
      <span className={css.line} aria-hidden />
      {tooMany ? (
        <span className={css.hint}>{t('bulk:tooMany', { max: formatNumber(kChosenMax) })}</span>
      ) : (
        <ActButtons acts={actsOf(object, bin)} ask={ask} />
      )}
      <button
        type="button"
        className={css.act}
        aria-label={t('list:clearSelection')}
        onClick={selection.clear}
      >
        <IconX size={16} stroke={1.75} aria-hidden />
      </button>
    </div>
  );
}

export function BulkBar({ query, ...list }: BulkBarProps) {
  const { object, selection } = list;
  const { t } = useTranslation();
  const [asked, setAsked] = useState<BulkAction | null>(null);
  useShortcut('Escape', t('list:clearSelection'), 'list', () => selection.clear(), {
    enabled: asked === null,
  });
  const bin = query.bin ?? false;
  useClearedByQuestions(query, selection.clear);
  return (
    <>
      <Toolbar {...list} bin={bin} ask={setAsked} />
      {asked && (
        <Suspense fallback={null}>
          <BulkDialog
            object={object}
            action={asked}
            query={selection.whole ? query : { filter: chosenFilter(selection.ids), bin }}
            close={() => setAsked(null)}
            begun={() => {
              setAsked(null);
              selection.clear();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
