// SPDX-License-Identifier: Apache-2.0
// Search, go and do in one box: recent records, then what the server finds, then pages and acts.
// Arrows choose, Intro opens, Ctrl Intro opens in another tab; Tab walks the scopes.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TablerIcon } from '@tabler/icons-react';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { searchEverywhere } from '@/api/records';
import { may, useDefinitions } from '@/api/session';
import type { SearchHit } from '@/api/types';
import { recordHref, useGo } from '@/base/address';
import { labelOf } from '@/base/i18n/i18n';
import { IconSearch } from '@/base/icons';
import { Kbd } from '@/base/Kbd';
import { iconNamed } from '@/base/ObjectIcon';
import { releaseKeys } from '@/base/shortcuts';
import { announce } from '@/base/toasts';
import { Modal } from '@/ui/Dialog';
import { fits, pieces } from './match';
import { recent, remember } from './recent';
import { useChoices } from './useChoices';
import css from './SearchBox.module.css';

const kDebounceMs = 80;
const kScopes = ['accounts', 'contacts', 'opportunities', 'leads', 'activities', 'products'];

interface Line {
  key: string;
  label: string;
  detail?: string;
  icon: TablerIcon;
  href?: string;
  run: () => void;
}

function useHits(typed: string, scope: string | null) {
  const [asked] = useDebouncedValue(typed.trim(), kDebounceMs);
  const query = useQuery({
    queryKey: ['search', asked, scope],
    queryFn: ({ signal }) =>
      searchEverywhere(asked, { objects: scope ? [scope] : undefined, top: 20, signal }),
    enabled: asked.length > 0,
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
  return {
    hits: typed.trim() === '' ? [] : (query.data?.value ?? []),
    error: query.error,
    settled: asked === typed.trim() && !query.isFetching,
  };
}

function useGroups(typed: string, scope: string | null) {
  const { t } = useTranslation();
  const go = useGo();
  const { objects } = useDefinitions();
  const { hits, error, settled } = useHits(typed, scope);
  const { pages, acts } = useChoices();
  const [lately] = useState(recent);
  const groups = useMemo(() => {
    const lineOf = (hit: SearchHit): Line => {
      const object = objects.get(hit.object);
      const kind = object ? labelOf({ es: object.label.es[0], en: object.label.en[0] }) : '';
      const href = recordHref(hit.object, hit.id);
      return {
        key: `${hit.object} ${hit.id}`,
        label: hit.label,
        detail: [hit.detail, kind].filter(Boolean).join(' · '),
        icon: iconNamed(object?.views?.icon),
        href,
        run: () => {
          remember(hit);
          go(href);
        },
      };
    };
    const inScope = (hit: SearchHit) => (!scope || hit.object === scope) && objects.has(hit.object);
    const empty = typed.trim() === '';
    const records = empty ? lately.filter(inScope) : hits.filter(inScope);
    const some = (list: Line[], most: number) =>
      list.filter((line) => fits(typed, line.label)).slice(0, most);
    return [
      {
        key: 'records',
        title: t(empty ? 'search:recent' : 'search:records'),
        lines: records.filter((hit) => !hit.guess).map(lineOf),
      },
      {
        key: 'guesses',
        title: t('search:guesses'),
        lines: records.filter((hit) => hit.guess).map(lineOf),
      },
      { key: 'acts', title: t('search:acts'), lines: scope ? [] : some(acts, empty ? 4 : 6) },
      { key: 'pages', title: t('search:pages'), lines: scope ? [] : some(pages, empty ? 5 : 6) },
    ].filter((group) => group.lines.length > 0);
  }, [typed, scope, hits, lately, objects, pages, acts, go, t]);
  return { groups, error, settled };
}

function Bold({ label, typed }: { label: string; typed: string }) {
  return (
    <span className={css.label}>
      {pieces(label, typed).map((piece, index) =>
        piece.hit ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
      )}
    </span>
  );
}

export function SearchBox({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const { objects } = useDefinitions();
  const [typed, setTyped] = useState('');
  const [scope, setScope] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const { groups, error, settled } = useGroups(typed, scope);
  const lines = groups.flatMap((group) => group.lines);
  const chosen = lines[Math.min(at, lines.length - 1)];
  const scopes = kScopes.filter((name) => may(objects.get(name), 'read'));

  useEffect(() => setAt(0), [typed, scope]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen?.key]);
  useEffect(() => {
    if (typed.trim() && settled) announce(t('search:found', { count: lines.length }));
  }, [typed, settled, lines.length, t]);

  const take = (line: Line, event: KeyboardEvent | MouseEvent) => {
    event.preventDefault();
    if ((event.ctrlKey || event.metaKey) && line.href) window.open(line.href, '_blank', 'noopener');
    else line.run();
    close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const walk = (to: number) => {
      event.preventDefault();
      setAt(((to % lines.length) + lines.length) % lines.length);
    };
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') walk(Math.min(at, lines.length - 1) + 1);
    else if (event.key === 'ArrowUp') walk(Math.min(at, lines.length - 1) - 1);
    else if (event.key === 'Enter' && chosen) take(chosen, event);
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
          onChange={(event) => setTyped(event.target.value)}
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
      <div className={`${css.scopes} scrolls`} role="group" aria-label={t('search:scope')}>
        {[null, ...scopes].map((name) => (
          <button
            key={name ?? 'all'}
            type="button"
            aria-pressed={scope === name}
            onClick={() => setScope(name)}
          >
            {name
              ? labelOf({ es: objects.get(name)!.label.es[1], en: objects.get(name)!.label.en[1] })
              : t('search:all')}
          </button>
        ))}
      </div>
      <div
        ref={list}
        id={`${id}list`}
        role="listbox"
        aria-label={t('search:results')}
        className={css.list}
      >
        {groups.map((group) => (
          <div key={group.key} role="group" aria-label={group.title}>
            <p className={css.heading} aria-hidden>
              {group.title}
            </p>
            {group.lines.map((line) => {
              const Icon = line.icon;
              return (
                <div
                  key={line.key}
                  id={`${id}${line.key}`}
                  role="option"
                  aria-selected={line === chosen}
                  className={css.line}
                  onPointerMove={() => setAt(lines.indexOf(line))}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={(event) => take(line, event)}
                >
                  <Icon size={17} stroke={1.75} aria-hidden />
                  <Bold label={line.label} typed={typed} />
                  {line.detail && <span className={css.detail}>{line.detail}</span>}
                </div>
              );
            })}
          </div>
        ))}
        {error && typed.trim() !== '' && (
          <p className={css.none} role="alert">
            {t('search:failed')}
          </p>
        )}
        {!error && lines.length === 0 && settled && (
          <p className={css.none}>{t('search:nothing', { typed: typed.trim() })}</p>
        )}
      </div>
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
    </Modal>
  );
}
