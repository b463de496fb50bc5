// SPDX-License-Identifier: Apache-2.0
// Everything that is not as shipped, in one place, and as one file: out, and in with its plan
// before anything happens.
import { useRef, useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, reasonOf } from '@/api/client';
import { Button } from '@/base/Button';
import { formatMoment } from '@/base/format';
import { IconDownload, IconUpload } from '@/base/icons';
import { Empty, Failure, Skeleton } from '@/base/State';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import {
  applyFile,
  planFile,
  useCustomization,
  useRefreshDefinitions,
  useVersions,
  type ReadIn,
} from './api';
import { useEntries } from './customizationEntries';
import { PlanSteps } from './PlanSteps';
import { Problem } from './Problem';
import css from './Definitions.module.css';

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

// A file as it is read in: planned first, applied when the person says so.
function useFileIn() {
  const { t } = useTranslation();
  const refresh = useRefreshDefinitions();
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
  const plan = (chosen: File) => {
    setFound(null);
    setDone(false);
    void guarded(async () => {
      const parsed: unknown = JSON.parse(await chosen.text());
      setFile(parsed);
      setFound(await planFile(parsed));
    });
  };
  const apply = () =>
    void guarded(async () => {
      await applyFile(file, found?.plan?.hash ?? '');
      await refresh();
      setDone(true);
    });
  return { plan, apply, found, done, problem, busy };
}

function FileIn() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { plan, apply, found, done, problem, busy } = useFileIn();
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (chosen) plan(chosen);
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
      <Problem text={problem} />
      {done && <p role="status">{t('definitions:fileDone')}</p>}
      {found && !done && <ReadInPlan found={found} busy={busy} apply={apply} />}
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
