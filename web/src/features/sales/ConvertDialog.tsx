// SPDX-License-Identifier: Apache-2.0
// What becomes of a lead: an account that exists or a new one, the person, and the opportunity.
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
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

const companyOf = (lead: StoredRecord) => String(lead.company ?? lead.name ?? '');

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

// The account that the lead becomes part of: a new one, or one that is picked.
interface AccountDraft {
  existing: boolean;
  id: string | null;
  label: string;
}

function AccountChoice({
  company,
  value,
  change,
}: {
  company: string;
  value: AccountDraft;
  change: (value: AccountDraft) => void;
}) {
  const { t } = useTranslation();
  const name = useId();
  const { existing } = value;
  return (
    <fieldset className={css.set}>
      <legend>{t('sales:convert.account')}</legend>
      <label className={css.choice}>
        <input
          type="radio"
          name={name}
          checked={!existing}
          onChange={() => change({ ...value, existing: false })}
        />
        {t('sales:convert.newAccount', { name: company })}
      </label>
      <label className={css.choice}>
        <input
          type="radio"
          name={name}
          checked={existing}
          onChange={() => change({ ...value, existing: true })}
        />
        {t('sales:convert.existing')}
      </label>
      {existing && (
        <LinkPicker
          target="accounts"
          value={value.id}
          label={value.label}
          name={t('sales:convert.existing')}
          placeholder={t('sales:convert.pick')}
          autoFocus
          choose={(id, label) => change({ existing, id, label })}
        />
      )}
    </fieldset>
  );
}

function Check({
  text,
  value,
  change,
}: {
  text: string;
  value: boolean;
  change: (value: boolean) => void;
}) {
  return (
    <label className={css.choice}>
      <input type="checkbox" checked={value} onChange={(event) => change(event.target.checked)} />
      {text}
    </label>
  );
}

interface SaleDraft {
  name: string;
  amount: MoneyValue | null;
  stage_id: string;
}

// The opportunity as it will be created, in the first stage unless another one is chosen.
function useSale(lead: StoredRecord) {
  const { pipelines } = usePipelines();
  const stages = useStages(pipelines[0]?.id)?.filter((stage) => stage.kind === 'open');
  const [draft, setDraft] = useState<SaleDraft>({
    name: [lead['product_id@clientela.label'], companyOf(lead)].filter(Boolean).join(' · '),
    amount: (lead.estimated_amount as MoneyValue | null) ?? null,
    stage_id: '',
  });
  const sale = { ...draft, stage_id: draft.stage_id || (stages?.[0]?.id ?? '') };
  const change = (changes: Partial<SaleDraft>) => setDraft((before) => ({ ...before, ...changes }));
  return { sale, change, stages: stages ?? [] };
}

function SaleFields({ sale, change, stages }: ReturnType<typeof useSale>) {
  const { t } = useTranslation();
  const id = useId();
  const opportunities = useObject('opportunities');
  const amountField = opportunities && fieldOf(opportunities, 'amount');
  return (
    <div className={css.sale}>
      <label htmlFor={`${id}name`}>{t('sales:convert.name')}</label>
      <input
        id={`${id}name`}
        className={inputs.input}
        value={sale.name}
        required
        maxLength={200}
        onChange={(event) => change({ name: event.target.value })}
      />
      {amountField && (
        <>
          <label htmlFor={`${id}amount`}>{t('sales:convert.amount')}</label>
          <FieldInput
            id={`${id}amount`}
            field={amountField}
            value={sale.amount}
            change={(parsed) =>
              'value' in parsed && change({ amount: parsed.value as MoneyValue | null })
            }
          />
        </>
      )}
      <label htmlFor={`${id}stage`}>{t('sales:convert.stage')}</label>
      <select
        id={`${id}stage`}
        className={inputs.input}
        value={sale.stage_id}
        onChange={(event) => change({ stage_id: event.target.value })}
      >
        {stages.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}

export function ConvertDialog({ lead, close }: { lead: StoredRecord; close: () => void }) {
  const { t } = useTranslation();
  const [account, setAccount] = useState<AccountDraft>({ existing: false, id: null, label: '' });
  const [person, setPerson] = useState(true);
  const [selling, setSelling] = useState(true);
  const fields = useSale(lead);
  const { sale } = fields;
  const { convert, busy, problem } = useConvert(lead, close);
  const name = String(lead.name);

  const ready =
    (!account.existing || account.id !== null) &&
    (!selling || (sale.name.trim() !== '' && sale.stage_id !== ''));
  return (
    <Dialog title={t('sales:convertTitle', { name })} size={480} high close={close}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void convert({
            account_id: account.existing ? account.id : null,
            create_contact: person,
            create_opportunity: selling,
            ...(selling ? { opportunity: { ...sale, name: sale.name.trim() } } : {}),
          });
        }}
      >
        <AccountChoice company={companyOf(lead)} value={account} change={setAccount} />
        <Check text={t('sales:convert.person', { name })} value={person} change={setPerson} />
        <Check text={t('sales:convert.sale')} value={selling} change={setSelling} />
        {selling && <SaleFields {...fields} />}
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
