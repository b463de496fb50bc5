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

function useViewActs({ views, object, state, view }: LoadedProps) {
  const { t } = useTranslation();
  const saveFields = useFieldSave(views);
  const remove = useRemove('views');
  const restore = useRestore('views');
  const fail = (error: unknown) => showToast({ text: refusalOf(error, null, t), tone: 'danger' });
  const save = (values: Record<string, unknown>) => void saveFields(view, values).catch(fail);
  const copyLink = () => {
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
          text: t('records:binned', { name: String(view.name) }),
          act: { label: t('base:undo'), run: () => restore.mutate(view.id, { onError: fail }) },
        });
      },
    });
  return { save, copyLink, bin };
}

interface ItemsProps {
  view: StoredRecord;
  acts: ReturnType<typeof useViewActs>;
  rename: () => void;
}

// For whom the view may be changed.
function ChangeItems({ view, acts, rename }: ItemsProps) {
  const { t } = useTranslation();
  const isFirst = view.opens_first === true;
  return (
    <>
      <Menu.Item leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />} onClick={rename}>
        {t('list:renameView')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconPin size={16} stroke={1.75} aria-hidden />}
        onClick={() => acts.save({ opens_first: !isFirst })}
      >
        {t(isFirst ? 'list:notFirst' : 'list:openFirst')}
      </Menu.Item>
      <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />} onClick={acts.bin}>
        {t('records:toBin')}
      </Menu.Item>
    </>
  );
}

function Items(props: ItemsProps) {
  const { t } = useTranslation();
  const { view, acts } = props;
  const changeable = mayChange(view, useMe());
  return (
    <>
      {!changeable && (
        <Menu.Label>
          {t('list:onlyOwner', {
            who: linkLabel(view, 'owner_id').label || t('records:somebody'),
          })}
        </Menu.Label>
      )}
      <Menu.Item
        leftSection={<IconCopy size={16} stroke={1.75} aria-hidden />}
        onClick={acts.copyLink}
      >
        {t('records:copyLink')}
      </Menu.Item>
      {changeable && <ChangeItems {...props} />}
    </>
  );
}

function Loaded(props: LoadedProps) {
  const { view } = props;
  const { t } = useTranslation();
  const acts = useViewActs(props);
  const [renaming, setRenaming] = useState(false);
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
              <IconButton
                icon={IconChevronDown}
                size={15}
                label={t('list:viewMenu', { name: String(view.name) })}
              />
            </Menu.Target>
            <Menu.Dropdown>
              <Items view={view} acts={acts} rename={() => setRenaming(true)} />
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
              if (values) acts.save(values);
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
