// SPDX-License-Identifier: Apache-2.0
// What is going to happen to the tables, in words with the SQL behind them, before anything does.
import { useTranslation } from 'react-i18next';
import { Button } from '@/base/Button';
import { Chip, type Tone } from '@/base/Chip';
import type { Changes, Cost } from './api';
import css from './Definitions.module.css';

const kTones: Record<Cost, Tone> = {
  instant: 'ok',
  index: 'attention',
  fill: 'attention',
  reindex: 'attention',
  rewrite: 'danger',
};

export function PlanCard({
  changes,
  label,
  done,
}: {
  changes: Changes;
  label: string;
  done?: () => void;
}) {
  const { t } = useTranslation();
  const { plan, busy } = changes;
  if (!plan) return null;
  const danger = plan.losses.length > 0;
  return (
    <section className={css.plan} aria-label={t('definitions:plan')}>
      <h3 className={css.heading}>{t('definitions:plan')}</h3>
      {plan.losses.map((loss) => (
        <p key={loss.object + loss.field} className={css.loss} role="alert">
          {loss.text}
        </p>
      ))}
      <ol className={css.steps}>
        {plan.steps.map((step, index) => (
          <li key={index}>
            <span className={css.step}>
              <Chip tone={kTones[step.cost]}>{t(`definitions:cost.${step.cost}`)}</Chip> {step.text}
            </span>
            {step.sql && (
              <code className={css.sql} translate="no">
                {step.sql}
              </code>
            )}
          </li>
        ))}
      </ol>
      <div className={css.acts}>
        <Button
          kind={danger ? 'danger' : 'filled'}
          busy={busy}
          onClick={() => void changes.run().then((ran) => ran && done?.())}
        >
          {label}
        </Button>
        <Button onClick={changes.cancel}>{t('base:cancel')}</Button>
      </div>
    </section>
  );
}
