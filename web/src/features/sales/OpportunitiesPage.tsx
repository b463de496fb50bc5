// SPDX-License-Identifier: Apache-2.0
// Opportunities: the generic list, or the board (`?view=board`).
import { Suspense, lazy } from 'react';
import { useAddress } from '@/base/address';
import { Skeleton } from '@/base/State';
import { ListPage } from '@/records/list/ListPage';
import { LayoutSwitch } from './LayoutSwitch';

const BoardPage = lazy(() =>
  import('./BoardPage').then((module) => ({ default: module.BoardPage })),
);

export function OpportunitiesPage() {
  const { search } = useAddress();
  if (search.view === 'board')
    return (
      <Suspense fallback={<Skeleton />}>
        <BoardPage />
      </Suspense>
    );
  return <ListPage object="opportunities" acts={<LayoutSwitch layout="list" />} />;
}
