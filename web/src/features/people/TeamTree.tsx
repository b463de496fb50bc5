// SPDX-License-Identifier: Apache-2.0
// Teams or territories as a tree, with their leader and how many people or accounts stand in each,
// alone and with what lies below. A node moves by dragging, by key, or from its menu.
import { Menu } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApplied } from '@/api/aggregate';
import { linkLabel, useAllRecords } from '@/api/records';
import { may, useObject } from '@/api/session';
import type { ObjectDefinition, Page, StoredRecord } from '@/api/types';
import { editHref, listHref, recordHref } from '@/base/address';
import { IconButton } from '@/base/Button';
import { formatNumber } from '@/base/format';
import { IconDots, IconPencil } from '@/base/icons';
import { Empty } from '@/base/State';
import { announce, showToast } from '@/base/toasts';
import { Who } from '@/base/Who';
import { refusalOf, useFieldSave } from '@/records/saveFields';
import { placesFor } from '@/ui/tree';
import { TreeGrid, type TreeColumn } from '@/ui/TreeGrid';
import { withBelow } from './counts';
import { Whole } from './Whole';
import css from './People.module.css';

interface Branch {
  key: string;
  parent: string | null;
  name: string;
  leader: string;
  record: StoredRecord;
}
type TreeObject = 'teams' | 'territories';

const kMost = 2000;
const kCounted = {
  teams: { object: 'users', field: 'team_id' },
  territories: { object: 'accounts', field: 'territory_id' },
} as const;

const branchesOf = (page: Page): Branch[] =>
  page.value
    .map((record) => ({
      key: record.id,
      parent: (record.parent_id as string | null) ?? null,
      name: String(record.name ?? ''),
      leader: linkLabel(record, 'leader_id').label,
      record,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));

function useMove(object: ObjectDefinition, nodes: Branch[]) {
  const { t } = useTranslation();
  const save = useFieldSave(object);
  return ({ name, record }: Branch, parent: string | null) => {
    const above = nodes.find((node) => node.key === parent)?.name ?? '';
    const text = above ? t('people:moved', { name, above }) : t('people:movedToTop', { name });
    save(record, { parent_id: parent }, { 'parent_id@clientela.label': above })
      .then(() => announce(text))
      .catch((error: unknown) => {
        const refusal = refusalOf(error, 'parent_id', t);
        if (refusal) showToast({ text: refusal, tone: 'danger' });
      });
  };
}

interface BranchProps {
  node: Branch;
  nodes: Branch[];
  move: (node: Branch, parent: string | null) => void;
}

// Stands only in an open menu: what it asks of the tree is not asked for every row.
function Places({ node, nodes, move }: BranchProps) {
  const { t } = useTranslation();
  const mayStand = placesFor(nodes, node.key);
  return (
    <>
      {mayStand(null) && <Menu.Item onClick={() => move(node, null)}>{t('people:top')}</Menu.Item>}
      {nodes
        .filter(({ key }) => mayStand(key))
        .map((place) => (
          <Menu.Item key={place.key} onClick={() => move(node, place.key)}>
            {place.name}
          </Menu.Item>
        ))}
    </>
  );
}

function BranchMenu({ object, node, nodes, move }: BranchProps & { object: TreeObject }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton icon={IconDots} label={t('people:actsFor', { name: node.name })} />
      </Menu.Target>
      <Menu.Dropdown mah="60vh">
        <Menu.Item
          component="a"
          href={editHref(object, node.key)}
          leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />}
        >
          {t('people:edit')}
        </Menu.Item>
        <Menu.Label>{t('people:moveBelow')}</Menu.Label>
        <Places node={node} nodes={nodes} move={move} />
      </Menu.Dropdown>
    </Menu>
  );
}

// How many stand in each branch, alone and with those below it.
function useCounted(object: TreeObject, nodes: Branch[]) {
  const { object: of, field } = kCounted[object];
  const { data: rows } = useApplied(of, `groupby((${field}),aggregate($count as count))`);
  const own = useMemo(
    () => new Map((rows ?? []).map((row) => [String(row[field] ?? ''), Number(row.count ?? 0)])),
    [rows, field],
  );
  const below = useMemo(() => withBelow(nodes, own), [nodes, own]);
  return { own, below };
}

function useColumns(object: TreeObject, nodes: Branch[]): TreeColumn<Branch>[] {
  const { t } = useTranslation();
  const { own, below } = useCounted(object, nodes);
  const { object: of, field } = kCounted[object];
  return [
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
        own.get(node.key) ? listHref(of, { filter: `${field} eq '${node.key}'` }) : undefined,
    },
    {
      key: 'below',
      head: t('people:withBelow'),
      minor: true,
      strong: true,
      render: (node) => formatNumber(below.get(node.key) ?? 0),
      href: (node) =>
        below.get(node.key)
          ? listHref(of, { filter: `clientela.below(${field},'${node.key}')` })
          : undefined,
    },
  ];
}

function Tree({ object, definition, page }: TreeProps) {
  const { t } = useTranslation();
  const nodes = useMemo(() => branchesOf(page), [page]);
  const columns = useColumns(object, nodes);
  const move = useMove(definition, nodes);
  const movable = may(definition, 'update');
  if (nodes.length === 0) return <Empty title={t(`people:empty.${object}`)} />;
  return (
    <TreeGrid<Branch>
      label={t(`people:tab.${object}`)}
      nodes={nodes}
      head={t('people:name')}
      depth={9}
      text={(node) => node.name}
      name={(node) => (
        <a href={recordHref(object, node.key)} tabIndex={-1} draggable={false}>
          {node.name}
        </a>
      )}
      move={movable ? move : undefined}
      acts={
        movable
          ? (node) => <BranchMenu object={object} node={node} nodes={nodes} move={move} />
          : undefined
      }
      columns={columns}
    />
  );
}

// Where there are more than a tree can show, those below one that is missing stand at the top.
function More({ object, shown }: { object: TreeObject; shown: number }) {
  const { t } = useTranslation();
  return (
    <p className={css.hint} role="status">
      {t('people:firstOfTree', { shown: formatNumber(shown) })}{' '}
      <a href={listHref(object)}>{t('people:allUsers')}</a>
    </p>
  );
}

interface TreeProps {
  object: TreeObject;
  definition: ObjectDefinition;
  page: Page;
}

export function TeamTree({ object }: { object: TreeObject }) {
  const definition = useObject(object);
  const list = useAllRecords(object, { top: 200, orderby: 'name' }, kMost);
  return (
    <Whole list={list}>
      {(page) =>
        definition && (
          <>
            <Tree object={object} definition={definition} page={page} />
            {page['@odata.nextLink'] && <More object={object} shown={page.value.length} />}
          </>
        )
      }
    </Whole>
  );
}
