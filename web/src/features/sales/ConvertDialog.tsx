// SPDX-License-Identifier: Apache-2.0
// What becomes of a lead: an account that exists or a new one, the person, and the opportunity.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post, reasonOf } from '@/api/client';
import { recordPath } from '@/api/odata';
import { useObject } from '@/api/session';
import { whileSaving } from '@/api/saving';
import type { StoredRecord } from '@/api/types';
import { recordHref, useGo } from '@/base/address';
import { Button } from '@/base/Button';
import type { MoneyValue } from '@/base/format';
import { showToast } from '@/base/toasts';
import { fieldOf } from '@/records/fields';
import { FieldInput } from '@/records/value/FieldInput';
import { LinkPicker } from '@/records/value/LinkPicker';
import { Dialog, DialogActs, DialogProblem } from '@/ui/Dialog';
import { usePipelines, useStages } from './stages';
import inputs from '@/records/value/Value.module.css';
import css from './ConvertDialog.module.css';

interface Converted {
  account_id?: string | null;
  contact_id?: string | null;
  opportunity_id?: string | null;
}

function useConvert(lead: StoredRecord, close: () => void) {
  const { t } = useTranslation();
  const go = useGo();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const convert = async (body: unknown) => {
    setBusy(true);
    setProblem(null);
    try {
      const made = await whileSaving(
        post<Converted>(`${recordPath('leads', lead.id)}/convert`, body, {
          headers: { 'Idempotency-Key': crypto.randomUUID() },
        }),
      );
      for (const object of ['leads', 'accounts', 'contacts', 'opportunities'])
        void cache.invalidateQueries({ queryKey: ['records', object] });
      close();
      showToast({ text: t('sales:converted', { name: String(lead.name) }) });
      if (made?.opportunity_id) go(recordHref('opportunities', made.opportunity_id));
      else if (made?.account_id) go(recordHref('accounts', made.account_id));
    } catch (error) {
      setProblem(reasonOf(error, t('sales:notConverted')));
      setBusy(false);
    }
  };
  return { convert, busy, problem };
}

export function ConvertDialog({ lead, close }: { lead: StoredRecord; close: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const opportunities = useObject('opportunities');
  const amountField = opportunities && fieldOf(opportunities, 'amount');
  const { pipelines } = usePipelines();
  const stages = useStages(pipelines[0]?.id)?.filter((stage) => stage.kind === 'open');
  const [existing, setExisting] = useState(false);
  const [account, setAccount] = useState<{ id: string | null; label: string }>({
    id: null,
    label: '',
  });
  const [person, setPerson] = useState(true);
  const [sale, setSale] = useState(true);
  const company = String(lead.company ?? lead.name ?? '');
  const [name, setName] = useState(
    [lead['product_id@clientela.label'], company].filter(Boolean).join(' · '),
  );
  const [amount, setAmount] = useState<MoneyValue | null>(
    (lead.estimated_amount as MoneyValue | null) ?? null,
  );
  const [stage, setStage] = useState('');
  const { convert, busy, problem } = useConvert(lead, close);
  useEffect(() => {
    if (!stage && stages?.[0]) setStage(stages[0].id);
  }, [stages, stage]);

  const ready =
    (!existing || account.id !== null) && (!sale || (name.trim() !== '' && stage !== ''));
  return (
    <Dialog
      title={t('sales:convertTitle', { name: String(lead.name) })}
      size={480}
      high
      close={close}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void convert({
            account_id: existing ? account.id : null,
            create_contact: person,
            create_opportunity: sale,
            ...(sale ? { opportunity: { name: name.trim(), amount, stage_id: stage } } : {}),
          });
        }}
      >
        <fieldset className={css.set}>
          <legend>{t('sales:convert.account')}</legend>
          <label className={css.choice}>
            <input type="radio" name={id} checked={!existing} onChange={() => setExisting(false)} />
            {t('sales:convert.newAccount', { name: company })}
          </label>
          <label className={css.choice}>
            <input type="radio" name={id} checked={existing} onChange={() => setExisting(true)} />
            {t('sales:convert.existing')}
          </label>
          {existing && (
            <LinkPicker
              target="accounts"
              value={account.id}
              label={account.label}
              name={t('sales:convert.existing')}
              placeholder={t('sales:convert.pick')}
              autoFocus
              choose={(chosen, label) => setAccount({ id: chosen, label })}
            />
          )}
        </fieldset>
        <label className={css.choice}>
          <input
            type="checkbox"
            checked={person}
            onChange={(event) => setPerson(event.target.checked)}
          />
          {t('sales:convert.person', { name: String(lead.name) })}
        </label>
        <label className={css.choice}>
          <input
            type="checkbox"
            checked={sale}
            onChange={(event) => setSale(event.target.checked)}
          />
          {t('sales:convert.sale')}
        </label>
        {sale && (
          <div className={css.sale}>
            <label htmlFor={`${id}name`}>{t('sales:convert.name')}</label>
            <input
              id={`${id}name`}
              className={inputs.input}
              value={name}
              required
              maxLength={200}
              onChange={(event) => setName(event.target.value)}
            />
            {amountField && (
              <>
                <label htmlFor={`${id}amount`}>{t('sales:convert.amount')}</label>
                <FieldInput
                  id={`${id}amount`}
                  field={amountField}
                  value={amount}
                  change={(parsed) =>
                    'value' in parsed && setAmount(parsed.value as MoneyValue | null)
                  }
                />
              </>
            )}
            <label htmlFor={`${id}stage`}>{t('sales:convert.stage')}</label>
            <select
              id={`${id}stage`}
              className={inputs.input}
              value={stage}
              onChange={(event) => setStage(event.target.value)}
            >
              {stages?.map((option) => (
                <option key={option.id} value={option.id}>
                  {option.name}
                </option>
              ))}
            </select>
          </div>
        )}
        <DialogProblem text={problem} />
        <DialogActs>
          <Button kind="quiet" onClick={close}>
            {t('base:cancel')}
          </Button>
          <Button kind="filled" type="submit" busy={busy} disabled={!ready}>
            {t('sales:convertNow')}
          </Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
