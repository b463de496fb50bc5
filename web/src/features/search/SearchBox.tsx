// SPDX-License-Identifier: Apache-2.0
// Search, go and do in one box: recent records, then what the server finds, then pages and acts.
// Arrows choose, Intro opens, Ctrl Intro opens in another tab; Tab walks the scopes.
import { useEffect, useId, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useDefinitions } from '@/api/session';
import { IconSearch } from '@/base/icons';
import { Kbd } from '@/base/Kbd';
import { releaseKeys } from '@/base/shortcuts';
import { announce } from '@/base/toasts';
import { manyLabel } from '@/records/fields';
import { Modal } from '@/ui/Dialog';
import { Results } from './Results';
import { useFound, type Line } from './useFound';
import css from './SearchBox.module.css';

const kScopes = ['accounts', 'contacts', 'opportunities', 'leads', 'activities', 'products'];

// What is typed and where it is looked for, what that finds, and which line of it is chosen.
function useSearch() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [scope, setScope] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const { groups, error, settled } = useFound(typed, scope);
  const lines = groups.flatMap((group) => group.lines);
  const now = Math.min(at, lines.length - 1);

  useEffect(() => setAt(0), [typed, scope]);
  useEffect(() => {
    if (typed.trim() && settled) announce(t('search:found', { count: lines.length }));
  }, [typed, settled, lines.length, t]);

  const failed = error !== null && typed.trim() !== '';
  const nothing = !error && lines.length === 0 && settled;
  return {
    typed,
    setTyped,
    scope,
    setScope,
    groups,
    chosen: lines[now],
    choose: (line: Line) => setAt(lines.indexOf(line)),
    walk: (by: number) => lines.length && setAt((now + by + lines.length) % lines.length),
    remark: failed
      ? { text: t('search:failed'), alert: true }
      : nothing
        ? { text: t('search:nothing', { typed: typed.trim() }) }
        : null,
  };
}

function Scopes({
  scope,
  choose,
}: {
  scope: string | null;
  choose: (scope: string | null) => void;
}) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const scopes = kScopes.filter((name) => may(objects.get(name), 'read'));
  return (
    <div className={`${css.scopes} scrolls`} role="group" aria-label={t('search:scope')}>
      {[null, ...scopes].map((name) => (
        <button
          key={name ?? 'all'}
          type="button"
          aria-pressed={scope === name}
          onClick={() => choose(name)}
        >
          {name ? manyLabel(objects.get(name)!) : t('search:all')}
        </button>
      ))}
    </div>
  );
}

function Keys() {
  const { t } = useTranslation();
  return (
    <p className={css.foot}>
      <span>
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('search:choose')}
      </span>
      <span>
        <Kbd>{t('shell:key.enter')}</Kbd> {t('search:open')}
      </span>
      <span>
        <Kbd>Ctrl</Kbd> <Kbd>{t('shell:key.enter')}</Kbd> {t('search:otherTab')}
      </span>
    </p>
  );
}

function Field({
  id,
  chosen,
  typed,
  setTyped,
  onKeyDown,
  close,
}: {
  id: string;
  chosen: Line | undefined;
  typed: string;
  setTyped: (change: (text: string) => string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  close: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.field}>
      <IconSearch size={18} stroke={1.75} aria-hidden />
      <input
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}list`}
        aria-activedescendant={chosen ? `${id}${chosen.key}` : undefined}
        aria-autocomplete="list"
        aria-label={t('shell:search')}
        value={typed}
        placeholder={t('search:placeholder')}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(() => text);
        }}
        onFocus={() => {
          const early = releaseKeys();
          if (early) setTyped((text) => text + early);
        }}
        onKeyDown={onKeyDown}
      />
      <button type="button" className={css.esc} onClick={close} aria-label={t('base:close')}>
        <Kbd>Esc</Kbd>
        <span>{t('base:close')}</span>
      </button>
    </div>
  );
}

export function SearchBox({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const { typed, setTyped, scope, setScope, groups, chosen, choose, walk, remark } = useSearch();

  const take = (line: Line, event: KeyboardEvent | MouseEvent) => {
    event.preventDefault();
    if ((event.ctrlKey || event.metaKey) && line.href) window.open(line.href, '_blank', 'noopener');
    else line.run();
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      walk(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && chosen) take(chosen, event);
    else if (event.key === 'Backspace' && typed === '' && scope) setScope(null);
  };

  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      size={620}
      yOffset="10vh"
      padding={0}
      attributes={{ content: { 'aria-label': t('shell:search') } }}
    >
      <Field
        id={id}
        chosen={chosen}
        typed={typed}
        setTyped={setTyped}
        onKeyDown={onKeyDown}
        close={close}
      />
      <Scopes scope={scope} choose={setScope} />
      <Results
        id={id}
        groups={groups}
        typed={typed}
        chosen={chosen}
        choose={choose}
        take={take}
        remark={remark}
      />
      <Keys />
    </Modal>
  );
}
