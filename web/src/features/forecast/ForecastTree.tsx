// SPDX-License-Identifier: Apache-2.0
// Territories, teams and people with what they won and what is weighted; every figure leads to its
// rows.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney, formatShare } from '@/base/format';
import { Face } from '@/base/Who';
import { TreeGrid, type TreeColumn } from '@/ui/TreeGrid';
import {
  amountIn,
  foreseen,
  kTotal,
  scopeOf,
  treeOf,
  type Column,
  type Forecast,
  type ForecastNode,
} from './forecast';
import type { Live } from './useLive';
import css from './Forecast.module.css';

const kMostStages = 6;

const labelOf = (node: ForecastNode, t: (key: string) => string) =>
  node.label || t(`forecast:none.${node.kind}`);

const rounded = (amount: string, currency: string) =>
  formatMoney({ amount, currency }, { symbol: false, round: true });

function Figure({ amount, currency }: { amount: string; currency: string }) {
  return Number(amount) === 0 ? <span className={css.zero}>0</span> : rounded(amount, currency);
}

// How much of the whole comes from here: what is won, then what is weighted.
function Part({ node, whole }: { node: ForecastNode; whole: number }) {
  return (
    <span className={css.part}>
      <span className={css.partTrack} aria-hidden>
        <i style={{ width: `${(100 * Number(node.won)) / whole}%` }} />
        <b style={{ width: `${(100 * Number(node.weighted)) / whole}%` }} />
      </span>
      {formatShare(Number(foreseen(node)) / whole)}
    </span>
  );
}

function NodeName({
  node,
  currency,
  delta,
}: {
  node: ForecastNode;
  currency: string;
  delta: string | null | undefined;
}) {
  const { t } = useTranslation();
  const label = labelOf(node, t);
  return (
    <>
      {node.kind === 'owner' && <Face name={label} />}
      <span className={css.label}>
        <span className={css.clip} title={label}>
          {label}
        </span>
        <span className={css.sub}>
          {t('forecast:sub', {
            won: rounded(node.won, currency),
            weighted: rounded(node.weighted, currency),
          })}
        </span>
      </span>
      {delta && (
        <span className={css.now}>
          {t('forecast:now', {
            amount: `${Number(delta) > 0 ? '+' : ''}${rounded(delta, currency)}`,
          })}
        </span>
      )}
    </>
  );
}

interface ForecastTreeProps {
  forecast: Forecast;
  company: string;
  live: Live;
  hrefOf: (scope: string | undefined, column: Column) => string;
}

function useColumns(
  nodes: ForecastNode[],
  { forecast, live, hrefOf }: ForecastTreeProps,
): TreeColumn<ForecastNode>[] {
  const { t } = useTranslation();
  const figure = (amount: string) => <Figure amount={amount} currency={forecast.currency} />;
  const changed = (cell: string) => (node: ForecastNode) =>
    live.deltas.get(node.key)?.cells.has(cell) ? String(live.stamp) : undefined;
  const href = (column: Column, count: (node: ForecastNode) => boolean) => (node: ForecastNode) =>
    count(node) ? hrefOf(scopeOf(node, nodes), column) : undefined;
  // The most probable stages stand nearest to what is won.
  const open = forecast.stages
    .filter((stage) => stage.kind === 'open')
    .sort((a, b) => b.probability - a.probability)
    .slice(0, kMostStages);
  const whole = Number(foreseen(forecast.total)) || 1;
  return [
    {
      key: 'won',
      head: t('forecast:won'),
      minor: true,
      render: (node) => figure(node.won),
      href: href('won', (node) => node.won_count > 0),
      changed: changed('won'),
    },
    ...open.map((stage): TreeColumn<ForecastNode> => ({
      key: stage.id,
      head: stage.name,
      help: t('forecast:probability', { share: formatShare(stage.probability / 100) }),
      minor: true,
      render: (node) => figure(amountIn(node, stage.id)),
      href: href({ stage: stage.id }, (node) => Number(amountIn(node, stage.id)) !== 0),
      changed: changed(stage.id),
    })),
    {
      key: 'weighted',
      head: t('forecast:weighted'),
      help: t('forecast:weightedHelp'),
      minor: true,
      render: (node) => figure(node.weighted),
      href: href('weighted', (node) => node.open_count > 0),
      changed: changed('weighted'),
    },
    {
      key: 'forecast',
      head: t('forecast:forecast'),
      strong: true,
      render: (node) => figure(foreseen(node)),
      changed: changed('forecast'),
    },
    {
      key: 'part',
      head: t('forecast:part'),
      start: true,
      minor: true,
      width: 200,
      render: (node) => <Part node={node} whole={whole} />,
    },
  ];
}

export function ForecastTree(props: ForecastTreeProps) {
  const { forecast, company, live } = props;
  const { t } = useTranslation();
  const nodes = useMemo(() => treeOf(forecast, company), [forecast, company]);
  const columns = useColumns(nodes, props);
  const { currency } = forecast;
  return (
    <div className={css.treePlace}>
      <TreeGrid<ForecastNode>
        label={t('forecast:tree')}
        nodes={nodes}
        head={t('forecast:treeHead', { currency })}
        columns={columns}
        depth={3}
        text={(node) => labelOf(node, t)}
        strong={(node) => node.key === kTotal || node.kind === 'territory'}
        name={(node) => (
          <NodeName node={node} currency={currency} delta={live.deltas.get(node.key)?.forecast} />
        )}
      />
    </div>
  );
}
