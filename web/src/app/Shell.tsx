// SPDX-License-Identifier: Apache-2.0
// The frame of every page: canvas with the sidebar at the left, the page as one white sheet; on the
// phone five tabs at the foot. Also the home of the shortcuts that work everywhere.
import { Suspense, lazy, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useDefinitions } from '@/api/session';
import { createHref, useAddress, useGo } from '@/base/address';
import { labelOf } from '@/base/i18n/i18n';
import { holdKeys, isTyping, releaseKeys, useShortcut } from '@/base/shortcuts';
import { Skeleton } from '@/base/State';
import { announce, undoLast } from '@/base/toasts';
import { SearchPalette, useSearchPalette } from '@/features/search';
import { hrefOf, kCreatable, kGroups, leads, nameOf } from './navigation';
import { Sidebar } from './Sidebar';
import { Tabs } from './Tabs';
import css from './Shell.module.css';

const ShortcutSheet = lazy(() =>
  import('@/ui/modals').then((module) => ({ default: module.ShortcutSheet })),
);
const ChoiceSheet = lazy(() =>
  import('@/ui/modals').then((module) => ({ default: module.ChoiceSheet })),
);
const kStored = 'clientela.sidebar';

function GoShortcut({ keys, label, href }: { keys: string; label: string; href: string }) {
  const go = useGo();
  useShortcut(`g ${keys}`, label, 'everywhere', () => go(href));
  return null;
}

function GoShortcuts() {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  return kGroups
    .flatMap((group) => group.entries)
    .filter((entry) => entry.go && leads(entry, objects))
    .map((entry) => (
      <GoShortcut
        key={hrefOf(entry)}
        keys={entry.go!}
        label={nameOf(entry, objects, t)}
        href={hrefOf(entry)}
      />
    ));
}

function SkipLink() {
  const { t } = useTranslation();
  return (
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
  );
}

function NewSheet({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const go = useGo();
  const creatable = kCreatable
    .flatMap((name) => objects.get(name) ?? [])
    .filter((object) => may(object, 'create'));
  return (
    <ChoiceSheet
      title={t('shell:new')}
      close={close}
      choices={creatable.map((object) => ({
        key: object.name,
        label: labelOf({ es: object.label.es[0], en: object.label.en[0] }),
        icon: object.views?.icon,
      }))}
      choose={(name) => {
        close();
        go(createHref(name));
      }}
    />
  );
}

function useNarrow() {
  const [narrow, setNarrow] = useState(() => localStorage.getItem(kStored) === 'narrow');
  const toggle = () => {
    localStorage.setItem(kStored, narrow ? 'wide' : 'narrow');
    setNarrow(!narrow);
  };
  return { narrow, toggle };
}

type Sheet = 'keys' | 'new';

// Which sheet stands over the page.
function useSheet() {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const close = () => {
    releaseKeys();
    setSheet(null);
  };
  // What is typed while a sheet is on its way is meant for it (ShortcutSheet, ChoiceSheet).
  const open = (which: Sheet) => {
    if (!sheet) holdKeys(close);
    setSheet(which);
  };
  useEffect(() => () => void releaseKeys(), []);
  return { sheet, open, close };
}

function useShortcutsEverywhere(open: (which: Sheet) => void, search: () => void) {
  const { t } = useTranslation();
  useShortcut('?', t('shell:keyboard'), 'everywhere', () => open('keys'));
  useShortcut('F1', t('shell:keyboard'), 'everywhere', () => open('keys'), { hidden: true });
  useShortcut('n', t('shell:new'), 'everywhere', () => open('new'));
  useShortcut('Ctrl+z', t('shell:undo'), 'everywhere', (event) => {
    if (isTyping(event.target)) return false; // the text's own undo
    const text = undoLast();
    if (text) announce(t('shell:undone', { text }));
    return text !== null;
  });
  useShortcut('Ctrl+k', t('shell:search'), 'everywhere', () => search());
}

export function Shell({ children }: { children: ReactNode }) {
  const { path } = useAddress();
  const { narrow, toggle } = useNarrow();
  const { sheet, open, close } = useSheet();
  const palette = useSearchPalette();
  useShortcutsEverywhere(open, palette.open);
  return (
    <div className={css.shell} data-narrow={narrow || undefined}>
      <SkipLink />
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
      <GoShortcuts />
      <SearchPalette />
      <Suspense fallback={null}>
        {sheet === 'keys' && <ShortcutSheet close={close} />}
        {sheet === 'new' && <NewSheet close={close} />}
      </Suspense>
    </div>
  );
}
