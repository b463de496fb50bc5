// SPDX-License-Identifier: Apache-2.0
// Bring records in from a file: file, columns, dry run, import, receipt. The dry run changes
// nothing.
import { useTranslation } from 'react-i18next';
import { may, useDefinitions } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { listHref, useAddress } from '@/base/address';
import { Button } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconCheck } from '@/base/icons';
import { Empty, Skeleton } from '@/base/State';
import { manyLabel } from '@/records/fields';
import { PageBar } from '@/ui/PageBar';
import { ChooseFile } from './ChooseFile';
import { History } from './History';
import { MapColumns } from './MapColumns';
import { Run } from './Run';
import { useImporting, type Step } from './useImporting';
import css from './Import.module.css';

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

function useChosenObject(objects: ObjectDefinition[]) {
  const { search, change } = useAddress();
  const object =
    objects.find(({ name }) => name === search.object) ??
    objects.find(({ name }) => name === 'accounts') ??
    objects[0]!;
  const choose = (name: string) => change({ object: name }, { replace: true });
  return { object, choose };
}

function ImportBar({
  object,
  step,
  file,
  restart,
}: {
  object: ObjectDefinition;
  step: Step;
  file: File | null;
  restart: () => void;
}) {
  const { t } = useTranslation();
  if (step === 'file') return <PageBar path={[]} title={t('import:title')} />;
  return (
    <PageBar
      path={[{ label: manyLabel(object), href: listHref(object.name) }]}
      title={file ? t('import:titleOf', { file: file.name }) : t('import:title')}
    >
      <Button kind="quiet" onClick={restart}>
        {t(step === 'run' ? 'import:another' : 'base:cancel')}
      </Button>
    </PageBar>
  );
}

function Loaded({ objects }: { objects: ObjectDefinition[] }) {
  const { object, choose } = useChosenObject(objects);
  const importing = useImporting(object);
  const { step, file, seen, columns, change, job, busy, problem } = importing;
  const restart = () => void importing.restart();
  const start = (dry: boolean) => void importing.start(dry);

  return (
    <>
      <ImportBar object={object} step={step} file={file} restart={restart} />
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
                choose={choose}
                busy={busy}
                take={(chosen) => void importing.look(chosen)}
              />
            )}
            {step === 'columns' && seen && (
              <MapColumns
                object={object}
                preview={seen}
                columns={columns}
                change={change}
                busy={busy}
                back={restart}
                go={() => start(true)}
              />
            )}
            {(step === 'dry' || step === 'run') && job && (
              <Run
                key={job}
                id={job}
                object={object}
                dry={step === 'dry'}
                match={columns.match}
                busy={busy}
                back={importing.toColumns}
                go={() => start(false)}
                restart={restart}
              />
            )}
          </div>
        </div>
        <History objects={objects} running={step === 'run'} />
      </div>
    </>
  );
}
