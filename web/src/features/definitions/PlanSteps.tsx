// SPDX-License-Identifier: Apache-2.0
// The steps of a plan in words; tables and SQL lie folded below, for who looks after the store.
import { useTranslation } from 'react-i18next';
import { Chip, type Tone } from '@/base/Chip';
import type { Cost, PlanStep } from './api';
import css from './PlanSteps.module.css';

const kTones: Record<Cost, Tone> = {
  instant: 'ok',
  index: 'attention',
  fill: 'attention',
  reindex: 'attention',
  rewrite: 'danger',
};

export function PlanSteps({ steps }: { steps: PlanStep[] }) {
  const { t } = useTranslation();
  // A field of several columns, or with several indexes, is one thing to read.
  const told = steps.filter(
    ({ text, cost }, at) =>
      steps.findIndex((other) => other.text === text && other.cost === cost) === at,
  );
  const technical = steps.filter((step) => step.sql);
  return (
    <>
      <ol className={css.steps}>
        {told.map((step, index) => (
          <li key={index}>
            <Chip tone={kTones[step.cost]}>{t(`definitions:cost.${step.cost}`)}</Chip> {step.text}
          </li>
        ))}
      </ol>
      {technical.length > 0 && (
        <details className={css.technical}>
          <summary>{t('definitions:technical')}</summary>
          {technical.map((step, index) => (
            <code key={index} className={css.sql} translate="no">
              {step.sql}
            </code>
          ))}
        </details>
      )}
    </>
  );
}
