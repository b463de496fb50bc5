// SPDX-License-Identifier: Apache-2.0
// Opportunities as a board: which pipeline, whose, in what order, and the figures above the
// columns.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sumByCurrency, useApplied, moneyOf } from '@/api/aggregate';
import { ApiError } from '@/api/client';
import { allOf } from '@/api/odata';
import { may, serves, useDefinitions, useSums } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import { createHref, useAddress, useGo } from '@/base/address';
import { Button } from '@/base/Button';
import { formatMoney, type MoneyValue } from '@/base/format';
import { IconArrowsSort, IconFilter, IconPlus, IconUsers } from '@/base/icons';
import { dayText, monthOf, quarterOf, today } from '@/base/periods';
import { useShortcut } from '@/base/shortcuts';
import { Empty, Failure, Skeleton } from '@/base/State';
import { manyLabel } from '@/records/fields';
import { PageBar } from '@/ui/PageBar';
import { PickMenu } from '@/ui/PickMenu';
import { Board } from './Board';
import { openIn, usePipelines, useStages, useStageTotals } from './stages';
import { LayoutSwitch } from './LayoutSwitch';
import css from './Board.module.css';

const kOrders = {
  amount: 'amount desc',
  close: 'expected_close_on',
  recent: 'updated_at desc',
} as const;
type Order = keyof typeof kOrders;

function Figure({ label, values }: { label: string; values: MoneyValue[] | undefined }) {
  return (
    <div className={css.figure}>
      <dt>{label}</dt>
      <dd className="figures">
        {values === undefined
          ? ' '
          : values.length === 0
            ? '0'
            : values.map((money) => (
                <span key={money.currency}>{formatMoney(money, { round: true })}</span>
              ))}
      </dd>
    </div>
  );
}

function useSum(filter: string): MoneyValue[] | undefined {
  const { data } = useApplied(
    'opportunities',
    `filter(${filter})/groupby((amount/currency),aggregate(amount with sum as total,$count as count))`,
  );
  return data && sumByCurrency(data.map((row) => moneyOf(row, 'total', 'amount/currency')));
}

function Figures({ pipeline, scope }: { pipeline: string; scope: string | null }) {
  const { t } = useTranslation();
  const now = today();
  const open = openIn(pipeline, scope);
  const totals = useStageTotals(open, true);
  const all = totals && [...totals.values()];
  const closing = useSum(
    `${open} and expected_close_on ge ${dayText(monthOf(now).from)} and expected_close_on le ${dayText(monthOf(now).to)}`,
  );
  const won = useSum(
    allOf(
      `status eq 'won' and closed_on ge ${dayText(quarterOf(now).from)}`,
      `pipeline_id eq '${pipeline}'`,
      scope,
    )!,
  );
  return (
    <dl className={css.figures} tabIndex={0} aria-label={t('sales:figures')}>
      <Figure
        label={t('sales:figure.open')}
        values={all && sumByCurrency(all.flatMap((total) => total.totals))}
      />
      <Figure
        label={t('sales:figure.weighted')}
        values={all && sumByCurrency(all.flatMap((total) => total.weighted))}
      />
      <Figure label={t('sales:figure.closing')} values={closing} />
      <Figure label={t('sales:figure.won')} values={won} />
    </dl>
  );
}

export function BoardPage() {
  const { t } = useTranslation();
  const { objects, ready } = useDefinitions();
  const object = objects.get('opportunities');
  const { pipelines, ready: known, error, refetch } = usePipelines();
  if (ready && !object)
    return (
      <Empty title={t('shell:notFound')}>
        <a href="#/">{t('shell:goHome')}</a>
      </Empty>
    );
  if (error)
    return (
      <Failure
        text={t('sales:failed')}
        code={error instanceof ApiError ? error.trace : undefined}
        retry={() => void refetch()}
      />
    );
  if (!object || !known) return <Skeleton rows={6} height={120} />;
  return (
    <Loaded
      object={object}
      pipelines={pipelines.map((pipeline) => ({
        value: pipeline.id,
        label: String(pipeline.name),
      }))}
    />
  );
}

interface Pick {
  value: string;
  label: string;
}

// Which cards the address asks for, of those that there are.
function useBoardView(object: ObjectDefinition, pipelines: Pick[]) {
  const { search } = useAddress();
  const orders = (Object.keys(kOrders) as Order[]).filter((name) =>
    serves(object, kOrders[name].split(' ')[0]!),
  );
  const usual = orders[0] ?? 'recent';
  const mine = search.owner === 'me';
  return {
    pipeline: pipelines.find(({ value }) => value === search.pipeline) ?? pipelines[0],
    owner: mine ? 'me' : 'all',
    scope: mine ? 'owner_id eq clientela.me()' : null,
    orders,
    usual,
    order: orders.find((name) => name === search.order) ?? usual,
  };
}

function ViewPicks({
  pipelines,
  view,
}: {
  pipelines: Pick[];
  view: ReturnType<typeof useBoardView>;
}) {
  const { t } = useTranslation();
  const { change } = useAddress();
  const { pipeline, owner, orders, usual, order } = view;
  return (
    <>
      {pipelines.length > 1 && (
        <PickMenu
          label={t('sales:pipeline')}
          icon={IconFilter}
          value={pipeline!.value}
          choices={pipelines}
          choose={(value) => change({ pipeline: value, stage: undefined })}
        />
      )}
      <PickMenu
        label={t('sales:whose')}
        icon={IconUsers}
        value={owner}
        choose={(value) => change({ owner: value === 'all' ? undefined : value })}
        choices={[
          { value: 'all', label: t('sales:whose.all') },
          { value: 'me', label: t('sales:whose.me') },
        ]}
      />
      <span className={css.wide}>
        <PickMenu
          label={t('sales:order')}
          icon={IconArrowsSort}
          value={order}
          choose={(value) => change({ order: value === usual ? undefined : value })}
          choices={orders.map((value) => ({
            value,
            label: t(`sales:order.${value}`),
          }))}
        />
      </span>
    </>
  );
}

function NewOpportunity({ pipeline }: { pipeline: string | undefined }) {
  const { t } = useTranslation();
  const go = useGo();
  const create = () => go(createHref('opportunities', pipeline ? { pipeline_id: pipeline } : {}));
  useShortcut('c', t('sales:new'), 'list', create);
  return (
    <Button kind="filled" icon={IconPlus} keys="C" className={css.wide} onClick={create}>
      {t('sales:new')}
    </Button>
  );
}

function Loaded({ object, pipelines }: { object: ObjectDefinition; pipelines: Pick[] }) {
  const { t } = useTranslation();
  const view = useBoardView(object, pipelines);
  const pipeline = view.pipeline?.value;
  const stages = useStages(pipeline);
  const sums = useSums();
  useEffect(() => localStorage.setItem('clientela.opportunities.layout', 'board'), []);

  return (
    <>
      <PageBar title={manyLabel(object)} remark={view.pipeline?.label}>
        <ViewPicks pipelines={pipelines} view={view} />
        <LayoutSwitch layout="board" />
        {may(object, 'create') && <NewOpportunity pipeline={pipeline} />}
      </PageBar>
      {!pipeline && <Empty title={t('sales:noPipeline')} />}
      {pipeline && sums && <Figures pipeline={pipeline} scope={view.scope} />}
      {pipeline && stages && (
        <Board
          key={`${pipeline} ${view.owner}`}
          object={object}
          pipeline={pipeline}
          stages={stages}
          scope={view.scope}
          orderby={kOrders[view.order]}
        />
      )}
      {pipeline && !stages && <Skeleton rows={6} height={120} />}
    </>
  );
}
