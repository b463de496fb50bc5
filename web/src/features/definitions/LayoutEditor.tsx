// SPDX-License-Identifier: Apache-2.0
// One layout. What is not touched stays unsaid, so that it goes on following the role, the company
// or the definition.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idFilter } from '@/api/odata';
import { useFewRecords } from '@/api/records';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { IconPlus, IconRestore } from '@/base/icons';
import { announce } from '@/base/toasts';
import { useUnsaved } from '@/base/unsaved';
import { resetLayout, saveLayout, useRefreshDefinitions } from './api';
import {
  blockItems,
  columnItems,
  formItems,
  formOf,
  keyItems,
  kKeyMax,
  shownKeys,
  tabItems,
  type Content,
} from './arrange';
import { OrderList, type OrderItem } from './OrderList';
import css from './Definitions.module.css';

type Part = 'list' | 'key' | 'form' | 'tabs' | 'blocks';

function itemsOf(
  object: ObjectDefinition | undefined,
  content: Content,
  label: (name: string) => string,
): Partial<Record<Part, OrderItem[]>> {
  if (!object) return { blocks: blockItems(content, label) };
  return {
    list: columnItems(object, content),
    form: formItems(object, content),
    key: keyItems(object, content),
    tabs: tabItems(object, content),
  };
}

export function LayoutEditor({
  scope,
  place,
  object,
  content = {},
}: {
  scope: string;
  place: string;
  object?: ObjectDefinition;
  content?: Content;
}) {
  const { t } = useTranslation();
  const refresh = useRefreshDefinitions();
  const [items, setItems] = useState(() =>
    itemsOf(object, content, (name) => t(`definitions:block.${name}`)),
  );
  const [touched, setTouched] = useState<Set<Part>>(new Set());
  const [view, setView] = useState(content.default_view ?? '');
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const { data: views } = useFewRecords(
    'views',
    { filter: idFilter('object', place), top: 50 },
    object !== undefined,
  );
  const set = (part: Part, next: OrderItem[]) => {
    setItems({ ...items, [part]: next });
    setTouched(new Set(touched).add(part));
  };
  const isSaid = Object.keys(content).length > 0;
  const changed = touched.size > 0 || view !== (content.default_view ?? '');
  const forget = useUnsaved(changed && JSON.stringify([items, view]));

  async function run(work: () => Promise<void>) {
    setState('busy');
    try {
      await work();
      forget();
      await refresh();
      announce(t('definitions:layoutSaved'));
      setState('idle');
    } catch {
      setState('failed');
    }
  }
  function save() {
    const next: Content = { ...content };
    for (const part of touched) {
      const list = items[part] ?? [];
      if (part === 'form') next.form = formOf(object!, content, list);
      else if (part === 'key') next.key = shownKeys(list).slice(0, kKeyMax);
      else next[part] = shownKeys(list);
    }
    if (view || content.default_view) next.default_view = view;
    void run(() => saveLayout(scope, place, next));
  }

  return (
    <div className={css.arrange}>
      {(Object.keys(items) as Part[]).map((part) =>
        items[part]!.length === 0 ? null : (
          <section key={part}>
            <h2 className={css.heading}>{t(`definitions:part.${part}`)}</h2>
            <p className={css.faint}>{t(`definitions:partHint.${part}`)}</p>
            <OrderList
              label={t(`definitions:part.${part}`)}
              items={items[part]!}
              change={(next) => set(part, next)}
              rename={(key, label) =>
                set(
                  part,
                  items[part]!.map((item) => (item.key === key ? { ...item, label } : item)),
                )
              }
            />
            {part === 'form' && (
              <Button
                small
                icon={IconPlus}
                onClick={() =>
                  set('form', [
                    {
                      key: `#new${items.form!.length}`,
                      label: t('definitions:newSection'),
                      shown: true,
                      heading: true,
                    },
                    ...items.form!,
                  ])
                }
              >
                {t('definitions:addSection')}
              </Button>
            )}
          </section>
        ),
      )}
      {object && (
        <label className={css.line}>
          <span>{t('definitions:defaultView')}</span>
          <select value={view} onChange={(event) => setView(event.target.value)}>
            <option value="">{t('definitions:noView')}</option>
            {(views?.value ?? []).map((entry) => (
              <option key={entry.id} value={entry.id}>
                {String(entry.name)}
              </option>
            ))}
          </select>
        </label>
      )}
      {state === 'failed' && (
        <p className={css.problem} role="alert">
          {t('definitions:failed')}
        </p>
      )}
      <div className={css.acts} data-sticky>
        <Button kind="filled" busy={state === 'busy'} disabled={!changed} onClick={save}>
          {t('definitions:saveLayout')}
        </Button>
        <Button
          icon={IconRestore}
          disabled={!isSaid}
          onClick={() => void run(() => resetLayout(scope, place))}
        >
          {t('definitions:reset')}
        </Button>
      </div>
    </div>
  );
}
