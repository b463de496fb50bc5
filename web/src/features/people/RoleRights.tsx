// SPDX-License-Identifier: Apache-2.0
// One role: how far each action reaches per object, as a matrix and as a sentence, and the fields
// that are kept from it. A copy starts a role of one's own.
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/client';
import { useCreate, useSave } from '@/api/records';
import { useDefinitions } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
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
  type Action,
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

// The role as it is being edited: kept as it stands, or as a copy.
function useRoleDraft(role: StoredRecord) {
  const { t } = useTranslation();
  const { change } = useAddress();
  const save = useSave('roles');
  const create = useCreate('roles');
  const before = {
    rights: (role.rights as Rights | null) ?? {},
    masks: (role.masks as Masks | null) ?? {},
  };
  const [rights, setRights] = useState<Rights>(before.rights);
  const [masks, setMasks] = useState<Masks>(before.masks);
  const changed = JSON.stringify([rights, masks]) !== JSON.stringify([before.rights, before.masks]);
  const forget = useUnsaved(changed && JSON.stringify([rights, masks]));
  const onError = (error: Error) =>
    showToast({ text: reasonOf(error, t('people:notSaved')), tone: 'danger' });
  const keep = () =>
    save.mutate(
      { record: role, changes: { rights, masks } },
      {
        onSuccess: () => {
          forget();
          showToast({ text: t('people:role.saved') });
        },
        onError,
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
        onError,
      },
    );
  const acts = { changed, keep, keeping: save.isPending, copy, copying: create.isPending };
  return { before, rights, setRights, masks, setMasks, acts };
}

function RoleHead({
  role,
  acts,
}: {
  role: StoredRecord;
  acts: ReturnType<typeof useRoleDraft>['acts'];
}) {
  const { t } = useTranslation();
  const { change } = useAddress();
  return (
    <div className={css.roleHead}>
      <Button kind="quiet" icon={IconArrowLeft} onClick={() => change({ role: undefined })}>
        {t('people:tab.roles')}
      </Button>
      <h2>{roleLabel(role)}</h2>
      <Button icon={IconCopy} onClick={acts.copy} busy={acts.copying}>
        {t('people:role.copy')}
      </Button>
      <Button kind="filled" onClick={acts.keep} busy={acts.keeping} disabled={!acts.changed}>
        {t('people:role.save')}
      </Button>
    </div>
  );
}

interface RightsProps {
  before: Rights; // as they are kept
  rights: Rights;
  change: (rights: Rights) => void;
}

function BreadthSelect({
  object,
  action,
  before,
  rights,
  change,
}: RightsProps & { object: ObjectDefinition; action: Action }) {
  const { t } = useTranslation();
  const breadth = cellOf(rights, object.name, action);
  return (
    <select
      className={inputs.input}
      aria-label={`${manyLabel(object)}: ${t(`people:action.${action}`)}`}
      value={breadth}
      data-changed={differs(cellOf(before, object.name, action), breadth)}
      onChange={(event) => change(withCell(rights, object.name, action, event.target.value))}
    >
      {kBreadths.map((each) => (
        <option key={each} value={each}>
          {t(`people:breadth.${each}`)}
        </option>
      ))}
    </select>
  );
}

function RightsMatrix(props: RightsProps) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  return (
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
          {[...objects.values()].filter(isMatterOfRoles).map((object) => {
            const sentence = sentenceOf(props.rights, object.name, t);
            return (
              <tr key={object.name}>
                <th scope="row">{manyLabel(object)}</th>
                {kActions.map((action) => (
                  <td key={action}>
                    <BreadthSelect {...props} object={object} action={action} />
                  </td>
                ))}
                <td className={css.sentence} title={sentence}>
                  {sentence}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

// With whom the role shares its views; an administrator's with everybody.
function Sharing({ before, rights, change, fixed }: RightsProps & { fixed: boolean }) {
  const { t } = useTranslation();
  return (
    <label className={css.field}>
      {t('people:sharing.title')}
      <select
        className={inputs.input}
        value={fixed ? 'all' : sharingOf(rights)}
        disabled={fixed}
        data-changed={differs(sharingOf(before), sharingOf(rights))}
        onChange={(event) => change(withSharing(rights, event.target.value))}
      >
        {kSharing.map((reach) => (
          <option key={reach} value={reach}>
            {t(`people:sharing.${reach}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function RoleRights({ role }: { role: StoredRecord }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const { before, rights, setRights, masks, setMasks, acts } = useRoleDraft(role);
  const edited = { before: before.rights, rights, change: setRights };
  return (
    <div className={css.role}>
      <RoleHead role={role} acts={acts} />
      {role.description ? <p>{purposeOf(role, t)}</p> : null}
      <RightsMatrix {...edited} />
      <Sharing {...edited} fixed={role.administers === true} />
      <RoleMasks
        objects={[...objects.values()]}
        before={before.masks}
        masks={masks}
        change={setMasks}
      />
    </div>
  );
}
