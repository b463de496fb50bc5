// SPDX-License-Identifier: Apache-2.0
// What can be done with the view at hand: its name and who sees it, its link, opening first, the
// bin. Who may not change it reads who can.
import { Menu, Popover } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { linkLabel, useRemove, useRestore } from '@/api/records';
import { useMe, useObject } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { listHref } from '@/base/address';
import { Button, IconButton } from '@/base/Button';
import { IconChevronDown, IconCopy, IconPencil, IconPin, IconTrash } from '@/base/icons';
import { announce, showToast } from '@/base/toasts';
import { refusalOf, useFieldSave } from '../saveFields';
import type { ListState } from './useListState';
import { ViewFields } from './ViewFields';
import { mayChange } from './views';
import css from '../filter/Sentence.module.css';

export function ViewMenu({ object, state }: { object: ObjectDefinition; state: ListState }) {
  const views = useObject('views');
  return state.view && views ? (
    <Loaded views={views} object={object} state={state} view={state.view} />
  ) : null;
}

interface LoadedProps {
  views: ObjectDefinition;
  object: ObjectDefinition;
  state: ListState;
  view: StoredRecord;
}

function Loaded({ views, object, state, view }: LoadedProps) {
  const { t } = useTranslation();
  const me = useMe();
  const save = useFieldSave(views);
  const remove = useRemove('views');
  const restore = useRestore('views');
  const [renaming, setRenaming] = useState(false);
  const changeable = mayChange(view, me);
  const name = String(view.name);
  const fail = (error: unknown) => showToast({ text: refusalOf(error, null, t), tone: 'danger' });
  const copy = () => {
    void navigator.clipboard?.writeText(
      location.href.replace(/#.*/, listHref(object.name, { view: view.id })),
    );
    announce(t('list:linkCopied'));
  };
  const bin = () =>
    remove.mutate(view, {
      onError: fail,
      onSuccess: () => {
        state.change({ view: undefined });
        showToast({
          text: t('records:binned', { name }),
          act: { label: t('base:undo'), run: () => restore.mutate(view.id, { onError: fail }) },
        });
      },
    });
  return (
    <Popover
      opened={renaming}
      onChange={setRenaming}
      position="bottom-start"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <span>
          <Menu position="bottom-start">
            <Menu.Target>
              <IconButton icon={IconChevronDown} size={15} label={t('list:viewMenu', { name })} />
            </Menu.Target>
            <Menu.Dropdown>
              {!changeable && (
                <Menu.Label>
                  {t('list:onlyOwner', {
                    who: linkLabel(view, 'owner_id').label || t('records:somebody'),
                  })}
                </Menu.Label>
              )}
              <Menu.Item
                leftSection={<IconCopy size={16} stroke={1.75} aria-hidden />}
                onClick={copy}
              >
                {t('records:copyLink')}
              </Menu.Item>
              {changeable && (
                <>
                  <Menu.Item
                    leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />}
                    onClick={() => setRenaming(true)}
                  >
                    {t('list:renameView')}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconPin size={16} stroke={1.75} aria-hidden />}
                    onClick={() =>
                      void save(view, { opens_first: view.opens_first !== true }).catch(fail)
                    }
                  >
                    {t(view.opens_first === true ? 'list:notFirst' : 'list:openFirst')}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
                    onClick={bin}
                  >
                    {t('records:toBin')}
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        {renaming && (
          <Rename
            view={view}
            done={(values) => {
              setRenaming(false);
              if (values) void save(view, values).catch(fail);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Rename({
  view,
  done,
}: {
  view: StoredRecord;
  done: (values: Record<string, unknown> | null) => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(String(view.name));
  const [shared, setShared] = useState(String(view.shared ?? 'private'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changed = {
      ...(name.trim() !== view.name ? { name: name.trim() } : {}),
      ...(shared !== view.shared ? { shared } : {}),
    };
    done(Object.keys(changed).length > 0 ? changed : null);
  };
  return (
    <form className={css.editor} onSubmit={submit}>
      <ViewFields
        act="update"
        name={name}
        setName={setName}
        shared={shared}
        setShared={setShared}
      />
      <div className={css.acts}>
        <span className={css.space} />
        <Button kind="filled" type="submit">
          {t('records:save')}
        </Button>
      </div>
    </form>
  );
}
