// SPDX-License-Identifier: Apache-2.0
// Everything that is not as shipped, in one place, and as one file: out, and in with its plan
// before anything happens.
import { useRef, useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, reasonOf } from '@/api/client';
import { useDefinitions } from '@/api/session';
import { Button } from '@/base/Button';
import { formatMoment } from '@/base/format';
import { currentLanguage, labelOf } from '@/base/i18n/i18n';
import { IconDownload, IconUpload } from '@/base/icons';
import { Empty, Failure, Skeleton } from '@/base/State';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import { manyLabel } from '@/records/fields';
import {
  applyFile,
  planFile,
  useCustomization,
  useRefreshDefinitions,
  useVersions,
  type Customization,
  type ObjectChange,
  type ReadIn,
} from './api';
import { PlanSteps } from './PlanSteps';
import css from './Definitions.module.css';

interface Entry {
  key: string;
  text: string;
  href?: string;
}

function useEntries(data: Customization | undefined): [string, Entry[]][] {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  const name = (object: string) => {
    const known = objects.get(object);
    return known ? manyLabel(known) : object;
  };
  if (!data) return [];
  const document = data.document;
  const ours = (document.objects ?? []).filter((object) => !object.options_of);
  const changes = Object.entries(document.changes ?? {});
  const fieldsOf = (object: string, of: ObjectChange): Entry[] =>
    [...(of.fields ?? []), ...(of.many_links ?? [])].map((field) => ({
      key: `${object}.${field.name}`,
      text: `${name(object)}: ${labelOf(field.label)}`,
      href: `#/administration/fields?object=${object}&field=${field.name}`,
    }));
  const words = changes.flatMap(([object, change]) => [
    ...(change.label
      ? [{ key: object, text: name(object), href: '#/administration/objects' }]
      : []),
    ...Object.entries(change.overrides ?? {}).map(([field, said]) => ({
      key: `${object}.${field}`,
      text: `${name(object)}: ${labelOf(said.label) || field}`,
      href: `#/administration/fields?object=${object}&field=${field}`,
    })),
  ]);
  return [
    [
      'objects',
      ours.map((object) => ({
        key: object.name,
        text: object.label[currentLanguage()][1],
        href: `#/administration/fields?object=${object.name}`,
      })),
    ],
    [
      'fields',
      [
        ...changes.flatMap(([object, change]) => fieldsOf(object, change)),
        ...ours.flatMap((object) =>
          fieldsOf(object.name, { fields: object.fields, many_links: object.many_links }),
        ),
      ],
    ],
    ['words', words],
    [
      'layouts',
      data.layouts.map((layout) => ({
        key: `${layout.scope}.${layout.role ?? ''}.${layout.place}`,
        text: `${layout.role ?? t('definitions:everybody')}: ${
          layout.place === 'home' ? t('definitions:home') : name(layout.place)
        }`,
        href: `#/administration/layouts?place=${layout.place}`,
      })),
    ],
    [
      'roles',
      data.roles.map((role) => ({
        key: role.name,
        text: currentLanguage() === 'en' ? role.label_en : role.label_es,
      })),
    ],
    [
      'views',
      data.views.map((view, index) => ({
        key: `${view.object}.${view.name}.${index}`,
        text: `${name(view.object)}: ${view.name}`,
      })),
    ],
  ];
}

function ReadInPlan({ found, apply, busy }: { found: ReadIn; apply: () => void; busy: boolean }) {
  const { t } = useTranslation();
  const rest = ['roles', 'layouts', 'views'] as const;
  const nothing =
    found.changes.length === 0 &&
    rest.every((part) => found[part].created + found[part].updated === 0);
  return (
    <section className={css.plan} aria-label={t('definitions:plan')}>
      <h3 className={css.heading}>{t('definitions:plan')}</h3>
      <p>
        {nothing
          ? t('definitions:fileSame')
          : t('definitions:fileChanges', { count: found.changes.length })}
      </p>
      <ul>
        {rest.map((part) => (
          <li key={part}>
            {t(`definitions:group.${part}`)}: {t('definitions:counts', { ...found[part] })}
          </li>
        ))}
      </ul>
      <PlanSteps steps={found.plan?.steps ?? []} />
      {!nothing && (
        <div className={css.acts}>
          <Button kind="filled" busy={busy} onClick={apply}>
            {t('definitions:applyFile')}
          </Button>
        </div>
      )}
    </section>
  );
}

function FileIn() {
  const { t } = useTranslation();
  const refresh = useRefreshDefinitions();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<unknown>(null);
  const [found, setFound] = useState<ReadIn | null>(null);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  async function guarded(work: () => Promise<void>) {
    setBusy(true);
    setProblem('');
    try {
      await work();
    } catch (error) {
      setProblem(reasonOf(error, t('definitions:fileUnread')));
    } finally {
      setBusy(false);
    }
  }
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (!chosen) return;
    setFound(null);
    setDone(false);
    void guarded(async () => {
      const parsed: unknown = JSON.parse(await chosen.text());
      setFile(parsed);
      setFound(await planFile(parsed));
    });
  };
  return (
    <>
      <div className={css.acts}>
        <Button icon={IconUpload} busy={busy} onClick={() => input.current?.click()}>
          {t('definitions:readFile')}
        </Button>
        <input
          ref={input}
          type="file"
          accept="application/json,.json"
          aria-label={t('definitions:readFile')}
          hidden
          onChange={choose}
        />
        <Button
          icon={IconDownload}
          onClick={() => window.location.assign(addressOf('api/v1/customization'))}
        >
          {t('definitions:saveFile')}
        </Button>
      </div>
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      {done && <p role="status">{t('definitions:fileDone')}</p>}
      {found && !done && (
        <ReadInPlan
          found={found}
          busy={busy}
          apply={() =>
            void guarded(async () => {
              await applyFile(file, found.plan?.hash ?? '');
              await refresh();
              setDone(true);
            })
          }
        />
      )}
    </>
  );
}

function Versions() {
  const { t } = useTranslation();
  const { data } = useVersions();
  if (!data || data.value.length === 0) return null;
  return (
    <section>
      <h2 className={css.heading}>{t('definitions:versions')}</h2>
      <ul>
        {data.value.slice(0, 20).map((version) => (
          <li key={version.version}>
            {t('definitions:version', {
              number: version.version,
              who: version.by.name,
              when: formatMoment(version.created_at),
              count: version.changes.length,
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function CustomizationPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useCustomization();
  const groups = useEntries(data);
  const total = groups.reduce((sum, [, entries]) => sum + entries.length, 0);
  return (
    <AdministrationFrame title={t('definitions:customization')} reading>
      {error ? (
        <Failure text={t('definitions:notLoaded')} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={8} />
      ) : (
        <div className={css.sum}>
          <p>{t('definitions:customizationHint')}</p>
          <FileIn />
          {total === 0 && <Empty title={t('definitions:asShipped')} />}
          {groups
            .filter(([, entries]) => entries.length > 0)
            .map(([group, entries]) => (
              <section key={group}>
                <h2 className={css.heading}>
                  {t(`definitions:group.${group}`)} · {entries.length}
                </h2>
                <ul>
                  {entries.map((entry) => (
                    <li key={entry.key}>
                      {entry.href ? <a href={entry.href}>{entry.text}</a> : entry.text}
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          <Versions />
        </div>
      )}
    </AdministrationFrame>
  );
}
