// SPDX-License-Identifier: Apache-2.0
// What is going to happen to the records, in words, before anything does.
import { useTranslation } from 'react-i18next';
import { Button } from '@/base/Button';
import type { Changes } from './api';
import { PlanSteps } from './PlanSteps';
import css from './Definitions.module.css';

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
      <PlanSteps steps={plan.steps} />
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
