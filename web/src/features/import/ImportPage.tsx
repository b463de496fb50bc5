// SPDX-License-Identifier: Apache-2.0
// Bring records in from a file: file, columns, dry run, import, receipt. The dry run changes
// nothing.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { may, useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { listHref, useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconCheck } from '@/base/icons';
import { Empty, Skeleton } from '@/base/State';
import { mayLeave, useUnsaved } from '@/base/unsaved';
import { manyLabel } from '@/records/fields';
import { PageBar } from '@/ui/PageBar';
import { ChooseFile } from './ChooseFile';
import { History } from './History';
import {
  guessedMapping,
  matchChoices,
  preview,
  serverMapping,
  startImport,
  type Mapping,
  type Preview,
} from './imports';
import { MapColumns } from './MapColumns';
import { Run } from './Run';
import css from './Import.module.css';

type Step = 'file' | 'columns' | 'dry' | 'run';
const kSteps: Step[] = ['file', 'columns', 'dry', 'run'];

function Steps({ at, rows }: { at: Step; rows: number | null | undefined }) {
  const { t } = useTranslation();
  const now = kSteps.indexOf(at);
  return (
    <div className={css.stepsBar}>
      <ol className={css.steps}>
        {kSteps.map((step, index) => (
          <li
            key={step}
            aria-current={step === at ? 'step' : undefined}
            data-done={index < now || undefined}
          >
            <span className={css.number}>
              {index < now ? (
                <IconCheck size={14} stroke={2.5} aria-label={t('import:stepDone')} />
              ) : (
                index + 1
              )}
            </span>
            <span className={css.stepName}>{t(`import:step.${step}`)}</span>
          </li>
        ))}
      </ol>
      {rows !== null && rows !== undefined && (
        <span className="figures">
          {t('import:rows', { count: rows, shown: formatNumber(rows) })}
        </span>
      )}
    </div>
  );
}

const messageOf = (error: unknown, other: string) =>
  error instanceof ApiError && error.message
    ? [error.message, ...error.details.map((detail) => detail.message)]
        .filter((text, index, all) => all.indexOf(text) === index)
        .join(' ')
    : other;

export function ImportPage() {
  const { t } = useTranslation();
  const { objects, ready } = useDefinitions();
  const choices = [...objects.values()].filter(
    (object) => may(object, 'create') && object.name !== 'views' && object.views?.form?.length,
  );
  if (!ready) return <Skeleton />;
  if (choices.length === 0)
    return (
      <Empty title={t('shell:notFound')}>
        <a href="#/">{t('shell:goHome')}</a>
      </Empty>
    );
  return <Loaded objects={choices} />;
}

function Loaded({ objects }: { objects: ObjectDefinition[] }) {
  const { t } = useTranslation();
  const { search, change } = useAddress();
  const object =
    objects.find(({ name }) => name === search.object) ??
    objects.find(({ name }) => name === 'accounts') ??
    objects[0]!;
  const [step, setStep] = useState<Step>('file');
  const [file, setFile] = useState<File | null>(null);
  const [seen, setSeen] = useState<Preview | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [match, setMatch] = useState<string[]>([]);
  const [other, setOther] = useState<ReadonlySet<string>>(new Set()); // read the other way
  const [job, setJob] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(messageOf(error, t('import:failed')));
    }
    setBusy(false);
  };
  const look = (chosen: File, of = object) =>
    attempt(async () => {
      setFile(chosen);
      const found = await preview(of.name, chosen);
      const guessed = guessedMapping(found.columns);
      setSeen(found);
      setMapping(guessed);
      setOther(new Set());
      setMatch(matchChoices(of, guessed).slice(0, 1));
      setStep('columns');
    });
  const start = (dry: boolean) =>
    attempt(async () => {
      const started = await startImport(file!, {
        object: object.name,
        mapping: serverMapping(mapping, seen!, object, other),
        match: match.filter((name) => Object.values(mapping).includes(name)),
        dry_run: dry,
      });
      setJob(started.id);
      setStep(dry ? 'dry' : 'run');
    });
  // The choices over the columns are the work of this page; starting the import keeps them.
  const guess = seen ? guessedMapping(seen.columns) : {};
  const chosen =
    seen !== null &&
    step !== 'run' &&
    (other.size > 0 ||
      JSON.stringify([mapping, match]) !==
        JSON.stringify([guess, matchChoices(object, guess).slice(0, 1)]));
  useUnsaved(chosen);
  const restart = async () => {
    if (!(await mayLeave())) return;
    setStep('file');
    setFile(null);
    setSeen(null);
    setJob(null);
    setProblem(null);
  };

  return (
    <>
      <PageBar
        path={step === 'file' ? [] : [{ label: manyLabel(object), href: listHref(object.name) }]}
        title={
          file && step !== 'file' ? t('import:titleOf', { file: file.name }) : t('import:title')
        }
      >
        {step !== 'file' && (
          <Button kind="quiet" onClick={() => void restart()}>
            {t(step === 'run' ? 'import:another' : 'base:cancel')}
          </Button>
        )}
      </PageBar>
      <div className={css.page}>
        <div className={css.main}>
          <Steps at={step} rows={seen?.rows} />
          <div className={css.content}>
            {problem && (
              <p className={css.problem} role="alert">
                {problem}
              </p>
            )}
            {step === 'file' && (
              <ChooseFile
                object={object}
                objects={objects}
                choose={(name) => change({ object: name }, { replace: true })}
                busy={busy}
                take={(chosen) => void look(chosen)}
              />
            )}
            {step === 'columns' && seen && (
              <MapColumns
                object={object}
                preview={seen}
                mapping={mapping}
                setMapping={setMapping}
                match={match}
                setMatch={setMatch}
                other={other}
                setOther={setOther}
                busy={busy}
                back={() => void restart()}
                go={() => void start(true)}
              />
            )}
            {(step === 'dry' || step === 'run') && job && (
              <Run
                key={job}
                id={job}
                object={object}
                dry={step === 'dry'}
                match={match}
                busy={busy}
                back={() => setStep('columns')}
                go={() => void start(false)}
                restart={() => void restart()}
              />
            )}
          </div>
        </div>
        <History objects={objects} running={step === 'run'} />
      </div>
    </>
  );
}
