// SPDX-License-Identifier: Apache-2.0
// «Guardar vista»: keeps filter, sort and columns under a name; a changed view never changes by
// itself.
import { Popover } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { linkLabel, useCreate, useSave } from '@/api/records';
import { useMe } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { Button } from '@/base/Button';
import { IconDeviceFloppy } from '@/base/icons';
import { showToast } from '@/base/toasts';
import css from '../filter/Sentence.module.css';
import type { ListState } from './useListState';
import { ViewFields } from './ViewFields';
import { columnsToKeep, mayChange } from './views';

// Keeping the list as it stands, as a new view or over the one at hand.
function useKeeping(object: ObjectDefinition, state: ListState, kept: () => void) {
  const { t } = useTranslation();
  const create = useCreate('views');
  const save = useSave('views');
  const content = {
    filter: state.filter || null,
    sort: state.sort || null,
    columns: columnsToKeep(state.columns),
    grouping: state.group || null,
  };
  const options = {
    onSuccess: ({ id }: StoredRecord) => {
      kept();
      state.forgetColumns();
      state.change({ view: id, filter: undefined, sort: undefined, group: undefined });
    },
    onError: (error: Error) =>
      showToast({ text: error.message || t('records:notSaved'), tone: 'danger' }),
  };
  return {
    creating: create.isPending,
    create: (name: string, shared: string) =>
      create.mutate({ name, object: object.name, layout: 'list', shared, ...content }, options),
    saving: save.isPending,
    save: (view: StoredRecord) =>
      save.mutate(
        { record: view, changes: content },
        { ...options, onSuccess: () => options.onSuccess(view) },
      ),
  };
}

type Keeping = ReturnType<typeof useKeeping>;

// Over the view at hand, or whose it is where only they may change it.
function ViewAtHand({ view, keeping }: { view: StoredRecord; keeping: Keeping }) {
  const { t } = useTranslation();
  const name = view.name as string;
  if (mayChange(view, useMe()))
    return (
      <Button busy={keeping.saving} onClick={() => keeping.save(view)}>
        {t('list:saveThisView', { name })}
      </Button>
    );
  const who = linkLabel(view, 'owner_id').label || t('records:somebody');
  return <p className={css.innerHead}>{t('list:viewOf', { name, who })}</p>;
}

export function SaveView({ object, state }: { object: ObjectDefinition; state: ListState }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState('private');
  const keeping = useKeeping(object, state, () => setOpen(false));

  function submit(event: FormEvent) {
    event.preventDefault();
    keeping.create(name.trim(), shared);
  }

  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button icon={IconDeviceFloppy} small aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('list:saveView')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={css.editor} onSubmit={submit}>
          {state.view && <ViewAtHand view={state.view} keeping={keeping} />}
          <ViewFields
            act="create"
            name={name}
            setName={setName}
            shared={shared}
            setShared={setShared}
          />
          <div className={css.acts}>
            <span className={css.space} />
            <Button kind="filled" type="submit" busy={keeping.creating}>
              {t('list:saveView')}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
