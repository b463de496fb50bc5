// SPDX-License-Identifier: Apache-2.0
// Hiding, which is at once and can be taken back, and erasing, which comes later and says before
// what goes with it.
import { useTranslation } from 'react-i18next';
import { Button } from '@/base/Button';
import { formatMoment, formatNumber } from '@/base/format';
import { IconEye, IconEyeOff, IconTrash } from '@/base/icons';
import { useChanges, type Usage } from './api';
import type { FieldRow } from './fieldRows';
import { PlanCard } from './PlanCard';
import { Problem } from './Problem';
import css from './Definitions.module.css';

export function FieldFate({
  object,
  row,
  use,
  done,
}: {
  object: string;
  row: FieldRow;
  use?: Usage['fields'][string];
  done: (name?: string) => void;
}) {
  const { t } = useTranslation();
  const changes = useChanges(t('definitions:failed'));
  const hide = (hidden: boolean) =>
    void changes
      .ask([{ do: 'change_field', object, field: row.name, set: { hidden } }])
      .then((ran) => ran && done(row.name));
  return (
    <section className={css.fate} aria-label={t('definitions:fate')}>
      {use && (
        <p className={css.faint}>
          {t('definitions:usedIn', {
            records: t('definitions:usedRecords', {
              count: use.filled,
              shown: formatNumber(use.filled),
            }),
            views: t('definitions:usedViews', { count: use.views }),
            layouts: t('definitions:usedLayouts', { count: use.layouts }),
          })}
        </p>
      )}
      {row.hiddenAt && (
        <p className={css.faint}>
          {t('definitions:hiddenSince', { when: formatMoment(row.hiddenAt) })}
        </p>
      )}
      <Problem text={Object.values(changes.problem?.fields ?? {})[0] ?? changes.problem?.text} />
      {!changes.plan && (
        <div className={css.acts}>
          <Button
            icon={row.hidden ? IconEye : IconEyeOff}
            busy={changes.busy}
            onClick={() => hide(!row.hidden)}
          >
            {t(row.hidden ? 'definitions:show' : 'definitions:hide')}
          </Button>
          {row.own && row.hidden && (
            <Button
              kind="danger"
              icon={IconTrash}
              onClick={() =>
                void changes.ask([{ do: 'drop_field', object, field: row.name, erase: true }])
              }
            >
              {t('definitions:erase')}
            </Button>
          )}
        </div>
      )}
      <PlanCard changes={changes} label={t('definitions:eraseNow')} done={() => done()} />
    </section>
  );
}
