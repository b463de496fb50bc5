// SPDX-License-Identifier: Apache-2.0
// «Guardar vista»: keeps filter, sort and columns under a name; a changed view never changes by
// itself.
import { Popover } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { linkLabel, useCreate, useSave } from '@/api/records';
import { useMe } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { IconDeviceFloppy } from '@/base/icons';
import { showToast } from '@/base/toasts';
import css from '../filter/Sentence.module.css';
import type { ListState } from './useListState';
import { ViewFields } from './ViewFields';
import { columnsToKeep, mayChange } from './views';

export function SaveView({ object, state }: { object: ObjectDefinition; state: ListState }) {
  const { t } = useTranslation();
  const me = useMe();
  const create = useCreate('views');
  const save = useSave('views');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState('private');
  const content = {
    filter: state.filter || null,
    sort: state.sort || null,
    columns: columnsToKeep(state.columns),
    grouping: state.group || null,
  };
  const changeable = state.view !== undefined && mayChange(state.view, me);
  const finish = (view: string) => {
    setOpen(false);
    state.forgetColumns();
    state.change({ view, filter: undefined, sort: undefined, group: undefined });
  };
  const fail = (error: Error) =>
    showToast({ text: error.message || t('records:notSaved'), tone: 'danger' });

  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate(
      { name: name.trim(), object: object.name, layout: 'list', shared, ...content },
      { onSuccess: (view) => finish(view.id), onError: fail },
    );
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
          {state.view && !changeable && (
            <p className={css.innerHead}>
              {t('list:viewOf', {
                name: state.view.name as string,
                who: linkLabel(state.view, 'owner_id').label || t('records:somebody'),
              })}
            </p>
          )}
          {changeable && (
            <Button
              busy={save.isPending}
              onClick={() =>
                save.mutate(
                  { record: state.view!, changes: content },
                  { onSuccess: () => finish(state.view!.id), onError: fail },
                )
              }
            >
              {t('list:saveThisView', { name: state.view!.name as string })}
            </Button>
          )}
          <ViewFields
            act="create"
            name={name}
            setName={setName}
            shared={shared}
            setShared={setShared}
          />
          <div className={css.acts}>
            <span className={css.space} />
            <Button kind="filled" type="submit" busy={create.isPending}>
              {t('list:saveView')}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
