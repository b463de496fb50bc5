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
import { Problem } from './Problem';
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

interface LayoutEditorProps {
  scope: string;
  place: string;
  object?: ObjectDefinition;
  content?: Content;
}

// Keeping or resetting the layout on the server.
function useKeeping(forget: () => void) {
  const { t } = useTranslation();
  const refresh = useRefreshDefinitions();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
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
  return { state, run };
}

function useLayoutDraft({ scope, place, object, content = {} }: LayoutEditorProps) {
  const { t } = useTranslation();
  const [items, setItems] = useState(() =>
    itemsOf(object, content, (name) => t(`definitions:block.${name}`)),
  );
  const [touched, setTouched] = useState<Set<Part>>(new Set());
  const [view, setView] = useState(content.default_view ?? '');
  const changed = touched.size > 0 || view !== (content.default_view ?? '');
  const forget = useUnsaved(changed && JSON.stringify([items, view]));
  const { state, run } = useKeeping(forget);

  const set = (part: Part, next: OrderItem[]) => {
    setItems({ ...items, [part]: next });
    setTouched(new Set(touched).add(part));
  };
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
  const reset = () => void run(() => resetLayout(scope, place));
  return { items, set, view, setView, changed, state, save, reset };
}

function PartEditor({
  part,
  items,
  change,
}: {
  part: Part;
  items: OrderItem[];
  change: (items: OrderItem[]) => void;
}) {
  const { t } = useTranslation();
  const label = t(`definitions:part.${part}`);
  const addSection = () =>
    change([
      {
        key: `#new${items.length}`,
        label: t('definitions:newSection'),
        shown: true,
        heading: true,
      },
      ...items,
    ]);
  return (
    <section>
      <h2 className={css.heading}>{label}</h2>
      <p className={css.faint}>{t(`definitions:partHint.${part}`)}</p>
      <OrderList label={label} items={items} change={change} />
      {part === 'form' && (
        <Button small icon={IconPlus} onClick={addSection}>
          {t('definitions:addSection')}
        </Button>
      )}
    </section>
  );
}

function DefaultView({
  place,
  view,
  choose,
}: {
  place: string;
  view: string;
  choose: (view: string) => void;
}) {
  const { t } = useTranslation();
  const { data: views } = useFewRecords('views', { filter: idFilter('object', place), top: 50 });
  return (
    <label className={css.line}>
      <span>{t('definitions:defaultView')}</span>
      <select value={view} onChange={(event) => choose(event.target.value)}>
        <option value="">{t('definitions:noView')}</option>
        {(views?.value ?? []).map((entry) => (
          <option key={entry.id} value={entry.id}>
            {String(entry.name)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function LayoutEditor(props: LayoutEditorProps) {
  const { place, object, content = {} } = props;
  const { t } = useTranslation();
  const { items, set, view, setView, changed, state, save, reset } = useLayoutDraft(props);
  const isSaid = Object.keys(content).length > 0;
  return (
    <div className={css.arrange}>
      {(Object.keys(items) as Part[]).map((part) =>
        items[part]!.length === 0 ? null : (
          <PartEditor
            key={part}
            part={part}
            items={items[part]!}
            change={(next) => set(part, next)}
          />
        ),
      )}
      {object && <DefaultView place={place} view={view} choose={setView} />}
      {state === 'failed' && <Problem text={t('definitions:failed')} />}
      <div className={css.acts} data-sticky>
        <Button kind="filled" busy={state === 'busy'} disabled={!changed} onClick={save}>
          {t('definitions:saveLayout')}
        </Button>
        <Button icon={IconRestore} disabled={!isSaid} onClick={reset}>
          {t('definitions:reset')}
        </Button>
      </div>
    </div>
  );
}
