// SPDX-License-Identifier: Apache-2.0
// The objects: how many fields and what name each has; beside them the editor of one.
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { listHref, useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { Chip } from '@/base/Chip';
import { labelOf } from '@/base/i18n/i18n';
import { IconPlus } from '@/base/icons';
import { Failure, Skeleton } from '@/base/State';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import { manyLabel } from '@/records/fields';
import { isCustom, isHidden, useOverview, type Overview } from './api';
import { ObjectEditor } from './ObjectEditor';
import css from './Definitions.module.css';

const kNew = '+';

function ObjectRow({
  object,
  overview,
  choose,
}: {
  object: ObjectDefinition;
  overview: Overview;
  choose: () => void;
}) {
  const { t } = useTranslation();
  const own = isCustom(object);
  const hidden = isHidden(overview, object.name);
  return (
    <tr>
      <th scope="row">
        <button type="button" className={css.pick} onClick={choose}>
          {manyLabel(object)}
        </button>
        <code className={css.code} translate="no">
          {object.name}
        </code>
      </th>
      <td>
        <Chip tone={own ? 'accent' : 'neutral'}>
          {t(own ? 'definitions:own' : 'definitions:shipped')}
        </Chip>{' '}
        {hidden && <Chip tone="attention">{t('definitions:hidden')}</Chip>}
      </td>
      <td data-end className="figures">
        <a href={`#/administration/fields?object=${object.name}`}>
          {t('definitions:meter', { used: overview.used[object.name] ?? 0, max: overview.max })}
        </a>
      </td>
      <td data-end data-minor>
        {!hidden && (
          <a
            href={listHref(object.name)}
            aria-label={t('definitions:openList', {
              name: labelOf({ es: object.label.es[1], en: object.label.en[1] }),
            })}
          >
            {t('definitions:open')}
          </a>
        )}
      </td>
    </tr>
  );
}

export function ObjectsPage() {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const { data: overview, error, refetch } = useOverview();
  const objects = [...(overview?.definitions.objects ?? [])].sort(
    (a, b) => Number(isCustom(b)) - Number(isCustom(a)) || manyLabel(a).localeCompare(manyLabel(b)),
  );
  const chosen = objects.find((object) => object.name === search.object);
  const open = chosen !== undefined || search.object === kNew;
  return (
    <AdministrationFrame
      title={t('definitions:objects')}
      acts={
        <Button
          kind={open ? 'outline' : 'filled'}
          icon={IconPlus}
          onClick={() => change({ object: kNew })}
        >
          {t('definitions:newObject')}
        </Button>
      }
    >
      {error ? (
        <Failure text={t('definitions:notLoaded')} retry={() => void refetch()} />
      ) : !overview ? (
        <Skeleton rows={10} />
      ) : (
        <div className={css.columns} data-two>
          <section className={css.middle} data-open={open || undefined}>
            <table className={css.table}>
              <thead>
                <tr>
                  <th scope="col">{t('definitions:object')}</th>
                  <th scope="col">{t('definitions:origin')}</th>
                  <th scope="col" data-end>
                    {t('definitions:fields')}
                  </th>
                  <th scope="col" data-end data-minor>
                    {t('definitions:list')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {objects.map((object) => (
                  <ObjectRow
                    key={object.name}
                    object={object}
                    overview={overview}
                    choose={() => change({ object: object.name })}
                  />
                ))}
              </tbody>
            </table>
          </section>
          {open && (
            <aside className={css.right} aria-label={t('definitions:editor')}>
              <ObjectEditor
                key={`${search.object}.${overview.version}`}
                object={chosen}
                overview={overview}
                done={(object) => change({ object }, { replace: true })}
              />
            </aside>
          )}
        </div>
      )}
    </AdministrationFrame>
  );
}
