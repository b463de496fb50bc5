// SPDX-License-Identifier: Apache-2.0
// The frame of every page: canvas with the sidebar at the left, the page as one white sheet; on the
// phone five tabs at the foot. Also the home of the shortcuts that work everywhere.
import { Suspense, lazy, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useDefinitions } from '@/api/session';
import { createHref, listHref, useAddress, useGo } from '@/base/address';
import { labelOf } from '@/base/i18n/i18n';
import { holdKeys, isTyping, releaseKeys, useShortcut } from '@/base/shortcuts';
import { Skeleton } from '@/base/State';
import { announce, undoLast } from '@/base/toasts';
import { SearchPalette, useSearchPalette } from '@/features/search';
import { kCreatable, kGroups, leads } from './navigation';
import { Sidebar } from './Sidebar';
import { Tabs } from './Tabs';
import css from './Shell.module.css';

const ShortcutSheet = lazy(() =>
  import('@/ui/modals').then((module) => ({ default: module.ShortcutSheet })),
);
const NewSheet = lazy(() =>
  import('@/ui/modals').then((module) => ({ default: module.ChoiceSheet })),
);
const kStored = 'clientela.sidebar';

function GoShortcut({ keys, label, href }: { keys: string; label: string; href: string }) {
  const go = useGo();
  useShortcut(`g ${keys}`, label, 'everywhere', () => go(href));
  return null;
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [narrow, setNarrow] = useState(() => localStorage.getItem(kStored) === 'narrow');
  const [sheet, setSheet] = useState<'keys' | 'new' | null>(null);
  const { objects } = useDefinitions();
  const { path } = useAddress();
  const go = useGo();
  const palette = useSearchPalette();
  const close = () => {
    releaseKeys();
    setSheet(null);
  };
  // What is typed while a sheet is on its way is meant for it (ShortcutSheet, ChoiceSheet).
  const open = (which: 'keys' | 'new') => {
    if (!sheet) holdKeys(close);
    setSheet(which);
  };
  useEffect(() => () => void releaseKeys(), []);

  const toggle = () => {
    localStorage.setItem(kStored, narrow ? 'wide' : 'narrow');
    setNarrow(!narrow);
  };
  const creatable = kCreatable
    .map((name) => objects.get(name))
    .filter((object) => object && may(object, 'create'));

  useShortcut('?', t('shell:keyboard'), 'everywhere', () => open('keys'));
  useShortcut('F1', t('shell:keyboard'), 'everywhere', () => open('keys'), { hidden: true });
  useShortcut('n', t('shell:new'), 'everywhere', () => open('new'));
  useShortcut('Ctrl+z', t('shell:undo'), 'everywhere', (event) => {
    if (isTyping(event.target)) return false; // the text's own undo
    const text = undoLast();
    if (text) announce(t('shell:undone', { text }));
    return text !== null;
  });
  useShortcut('Ctrl+k', t('shell:search'), 'everywhere', () => palette.open());

  return (
    <div className={css.shell} data-narrow={narrow || undefined}>
      <a
        className={css.skip}
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        {t('shell:skip')}
      </a>
      <Sidebar
        path={path}
        narrow={narrow}
        toggle={toggle}
        search={palette.open}
        keyboard={() => open('keys')}
      />
      <main id="content" tabIndex={-1} className={css.sheet}>
        <Suspense fallback={<Skeleton />}>{children}</Suspense>
      </main>
      <Tabs path={path} search={palette.open} />
      {kGroups
        .flatMap((group) => group.entries)
        .filter((entry) => entry.go && leads(entry, objects))
        .map((entry) =>
          'object' in entry ? (
            objects.has(entry.object) && (
              <GoShortcut
                key={entry.object}
                keys={entry.go!}
                label={objectLabel(objects.get(entry.object)!)}
                href={listHref(entry.object)}
              />
            )
          ) : (
            <GoShortcut key={entry.key} keys={entry.go!} label={t(entry.label)} href={entry.href} />
          ),
        )}
      <SearchPalette />
      <Suspense fallback={null}>
        {sheet === 'keys' && <ShortcutSheet close={close} />}
        {sheet === 'new' && (
          <NewSheet
            title={t('shell:new')}
            close={close}
            choices={creatable.map((object) => ({
              key: object!.name,
              label: labelOf({ es: object!.label.es[0], en: object!.label.en[0] }),
              icon: object!.views?.icon,
            }))}
            choose={(name) => {
              close();
              go(createHref(name));
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

const objectLabel = (object: { label: { es: string[]; en: string[] } }) =>
  labelOf({ es: object.label.es[1]!, en: object.label.en[1]! });
