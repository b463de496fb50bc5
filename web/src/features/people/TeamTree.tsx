// SPDX-License-Identifier: Apache-2.0
// Teams or territories as a tree, with their leader and how many people stand in each, alone and
// with what lies below.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApplied } from '@/api/aggregate';
import { ApiError } from '@/api/client';
import { linkLabel, useFewRecords } from '@/api/records';
import { listHref, recordHref } from '@/base/address';
import { formatNumber } from '@/base/format';
import { Empty, Failure, Skeleton } from '@/base/State';
import { Who } from '@/base/Who';
import { TreeGrid } from '@/ui/TreeGrid';
import { withBelow } from './counts';

interface Branch {
  key: string;
  parent: string | null;
  name: string;
  leader: string;
  code: string;
}

const kPeople = {
  teams: { object: 'users', field: 'team_id' },
  territories: { object: 'accounts', field: 'territory_id' },
} as const;

export function TeamTree({ object }: { object: 'teams' | 'territories' }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useFewRecords(object, { top: 500 });
  const counted = kPeople[object];
  const { data: rows } = useApplied(
    counted.object,
    `groupby((${counted.field}),aggregate($count as count))`,
  );
  const nodes: Branch[] = useMemo(
    () =>
      (data?.value ?? [])
        .map((record) => ({
          key: record.id,
          parent: (record.parent_id as string | null) ?? null,
          name: String(record.name ?? ''),
          leader: linkLabel(record, 'leader_id').label,
          code: String(record.code ?? ''),
        }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    [data],
  );
  const own = useMemo(
    () =>
      new Map(
        (rows ?? []).map((row) => [String(row[counted.field] ?? ''), Number(row.count ?? 0)]),
      ),
    [rows, counted.field],
  );
  const below = useMemo(() => withBelow(nodes, own), [nodes, own]);
  if (error)
    return (
      <Failure
        text={t('people:failed')}
        code={error instanceof ApiError ? error.trace : undefined}
        retry={() => void refetch()}
      />
    );
  if (!data) return <Skeleton rows={8} />;
  if (nodes.length === 0) return <Empty title={t(`people:empty.${object}`)} />;
  return (
    <TreeGrid<Branch>
      label={t(`people:tab.${object}`)}
      nodes={nodes}
      head={t('people:name')}
      depth={9}
      text={(node) => node.name}
      name={(node) => (
        <a href={recordHref(object, node.key)} tabIndex={-1}>
          {node.name}
        </a>
      )}
      columns={[
        {
          key: 'leader',
          head: t('people:leader'),
          start: true,
          minor: true,
          width: 220,
          render: (node) => (node.leader ? <Who name={node.leader} /> : '–'),
        },
        {
          key: 'own',
          head: t(`people:own.${object}`),
          render: (node) => formatNumber(own.get(node.key) ?? 0),
          href: (node) =>
            own.get(node.key)
              ? listHref(counted.object, { filter: `${counted.field} eq '${node.key}'` })
              : undefined,
        },
        {
          key: 'below',
          head: t('people:withBelow'),
          minor: true,
          strong: true,
          render: (node) => formatNumber(below.get(node.key) ?? 0),
          href: (node) =>
            below.get(node.key)
              ? listHref(counted.object, {
                  filter: `clientela.below(${counted.field},'${node.key}')`,
                })
              : undefined,
        },
      ]}
    />
  );
}
