// SPDX-License-Identifier: Apache-2.0
// What holds for the whole company: name, currencies with their dated rates, zone, fiscal year,
// formats.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, reasonOf } from '@/api/client';
import { Button } from '@/base/Button';
import { Failure, Skeleton } from '@/base/State';
import { showToast } from '@/base/toasts';
import { useUnsaved } from '@/base/unsaved';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import { useCompany, useSaveCompany, type Company } from './company';
import { CalendarFields, FormatFields, MoneyFields, NameField } from './CompanyFields';
import { Rates } from './Rates';
import css from './Settings.module.css';

const kWithInput = ['name', 'currency', 'zone', 'formats']; // whose faults stand beside them

// The company as it is being edited, and what the server said of it.
function useDraft(company: Company) {
  const { t } = useTranslation();
  const save = useSaveCompany();
  const [draft, setDraft] = useState(company);
  const changed = JSON.stringify(draft) !== JSON.stringify(company);
  useUnsaved(changed && JSON.stringify(draft));
  const problem = save.error instanceof ApiError ? save.error : null;
  const told = problem?.details.filter(({ target }) => kWithInput.includes(target ?? '')) ?? [];
  const isUntold = save.error && (told.length === 0 || told.length < problem!.details.length);
  const submit = () => {
    const { formats_offered: _offered, ...fields } = draft;
    save.mutate(fields, {
      onSuccess: (saved) => {
        setDraft(saved);
        showToast({ text: t('settings:saved') });
      },
    });
  };
  return {
    fields: {
      draft,
      change: (next: Partial<Company>) => setDraft({ ...draft, ...next }),
      errorOf: (name: string) =>
        problem?.details.find(({ target }) => target === name)?.message ?? undefined,
    },
    changed,
    busy: save.isPending,
    untold: isUntold ? reasonOf(save.error, t('settings:notSaved'), kWithInput) : null,
    submit,
    discard: () => setDraft(company),
  };
}

function Form({ company }: { company: Company }) {
  const { t } = useTranslation();
  const { fields, changed, busy, untold, submit, discard } = useDraft(company);
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <NameField {...fields} />
      <MoneyFields {...fields} />
      <CalendarFields {...fields} />
      <FormatFields {...fields} />
      {untold !== null && (
        <p className={css.error} role="alert">
          {untold}
        </p>
      )}
      <div className={css.acts}>
        <Button kind="filled" type="submit" busy={busy} disabled={!changed}>
          {t('settings:save')}
        </Button>
        {changed && (
          <Button kind="quiet" onClick={discard}>
            {t('settings:discard')}
          </Button>
        )}
      </div>
    </form>
  );
}

export function CompanyPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useCompany();
  return (
    <AdministrationFrame title={t('settings:title')} reading>
      {error ? (
        <Failure
          text={t('settings:failed')}
          code={error instanceof ApiError ? error.trace : undefined}
          retry={() => void refetch()}
        />
      ) : data ? (
        <>
          <Form company={data} />
          <Rates company={data} />
        </>
      ) : (
        <Skeleton rows={6} />
      )}
    </AdministrationFrame>
  );
}
