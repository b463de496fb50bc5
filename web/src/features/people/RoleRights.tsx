// SPDX-License-Identifier: Apache-2.0
// One role: how far each action reaches per object, as a matrix and as a sentence, and the fields
// that are kept from it. A copy starts a role of one's own.
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/client';
import { useCreate, useSave } from '@/api/records';
import { useDefinitions } from '@/api/session';
import type { StoredRecord } from '@/api/types';
import { useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { currentLanguage } from '@/base/i18n/i18n';
import { IconArrowLeft, IconCopy } from '@/base/icons';
import { showToast } from '@/base/toasts';
import { useUnsaved } from '@/base/unsaved';
import { manyLabel } from '@/records/fields';
import inputs from '@/records/value/Value.module.css';
import { RoleMasks } from './RoleMasks';
import {
  cellOf,
  differs,
  isMatterOfRoles,
  kActions,
  kBreadths,
  kSharing,
  sentenceOf,
  sharingOf,
  withCell,
  withSharing,
  type Masks,
  type Rights,
} from './rights';
import css from './People.module.css';

export const roleLabel = (role: StoredRecord) =>
  String((currentLanguage() === 'en' ? role.label_en : role.label_es) ?? role.name);

// A description has one language, the company's own; the texts of roles that came with the program
// and that nobody has changed stand in both.
export function purposeOf(role: StoredRecord, t: TFunction): string {
  const own = String(role.description ?? '');
  if (currentLanguage() === 'es' || role.updated_by_id) return own;
  return t(`people:purpose.${String(role.name)}`, { defaultValue: own });
}

export function RoleRights({ role }: { role: StoredRecord }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const { change } = useAddress();
  const save = useSave('roles');
  const create = useCreate('roles');
  const before = (role.rights as Rights | null) ?? {};
  const [rights, setRights] = useState<Rights>(before);
  const [masks, setMasks] = useState<Masks>((role.masks as Masks | null) ?? {});
  const changed =
    JSON.stringify([rights, masks]) !== JSON.stringify([role.rights ?? {}, role.masks ?? {}]);
  const forget = useUnsaved(changed && JSON.stringify([rights, masks]));
  const rows = [...objects.values()].filter(isMatterOfRoles);
  const fail = (error: Error) =>
    showToast({
      text: reasonOf(error, t('people:notSaved')),
      tone: 'danger',
    });
  const keep = () =>
    save.mutate(
      { record: role, changes: { rights, masks } },
      {
        onSuccess: () => {
          forget();
          showToast({ text: t('people:role.saved') });
        },
        onError: fail,
      },
    );
  const copy = () =>
    create.mutate(
      {
        name: `${String(role.name).slice(0, 48)}_${Date.now().toString(36)}`,
        label_es: `${String(role.label_es)} (2)`,
        label_en: `${String(role.label_en)} (2)`,
        description: role.description,
        rights,
        masks,
        administers: role.administers,
      },
      {
        onSuccess: (made) => {
          forget(); // the copy holds what was changed here
          change({ role: made.id });
        },
        onError: fail,
      },
    );
  return (
    <div className={css.role}>
      <div className={css.roleHead}>
        <Button kind="quiet" icon={IconArrowLeft} onClick={() => change({ role: undefined })}>
          {t('people:tab.roles')}
        </Button>
        <h2>{roleLabel(role)}</h2>
        <Button icon={IconCopy} onClick={copy} busy={create.isPending}>
          {t('people:role.copy')}
        </Button>
        <Button kind="filled" onClick={keep} busy={save.isPending} disabled={!changed}>
          {t('people:role.save')}
        </Button>
      </div>
      {role.description ? <p>{purposeOf(role, t)}</p> : null}
      <div className={`${css.scroll} scrolls`}>
        <table className={css.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('people:role.object')}</th>
              {kActions.map((action) => (
                <th key={action} scope="col">
                  {t(`people:action.${action}`)}
                </th>
              ))}
              <th scope="col">{t('people:role.sentence')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((object) => (
              <tr key={object.name}>
                <th scope="row">{manyLabel(object)}</th>
                {kActions.map((action) => (
                  <td key={action}>
                    <select
                      className={inputs.input}
                      aria-label={`${manyLabel(object)}: ${t(`people:action.${action}`)}`}
                      value={cellOf(rights, object.name, action)}
                      data-changed={differs(
                        cellOf(before, object.name, action),
                        cellOf(rights, object.name, action),
                      )}
                      onChange={(event) =>
                        setRights(withCell(rights, object.name, action, event.target.value))
                      }
                    >
                      {kBreadths.map((breadth) => (
                        <option key={breadth} value={breadth}>
                          {t(`people:breadth.${breadth}`)}
                        </option>
                      ))}
                    </select>
                  </td>
                ))}
                <td className={css.sentence} title={sentenceOf(rights, object.name, t)}>
                  {sentenceOf(rights, object.name, t)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <label className={css.field}>
        {t('people:sharing.title')}
        <select
          className={inputs.input}
          value={role.administers === true ? 'all' : sharingOf(rights)}
          disabled={role.administers === true}
          data-changed={differs(sharingOf(before), sharingOf(rights))}
          onChange={(event) => setRights(withSharing(rights, event.target.value))}
        >
          {kSharing.map((reach) => (
            <option key={reach} value={reach}>
              {t(`people:sharing.${reach}`)}
            </option>
          ))}
        </select>
      </label>
      <RoleMasks
        objects={[...objects.values()]}
        before={(role.masks as Masks | null) ?? {}}
        masks={masks}
        change={setMasks}
      />
    </div>
  );
}
