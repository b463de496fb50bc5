// SPDX-License-Identifier: Apache-2.0
// The end of a log so far: failed, loading, nothing found, or more to fetch. A page that found
// nothing in its piece of the log goes on by itself.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { ApiError, reasonOf } from '@/api/client';
import { Button } from '@/base/Button';
import { Empty, Failure, Skeleton } from '@/base/State';
import css from './Log.module.css';

const kPiecesMax = 20;

export function More({
  query,
  count,
}: {
  query: UseInfiniteQueryResult<{ pages: unknown[] }>;
  count: number;
}) {
  const { t } = useTranslation();
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = query;
  const pieces = data?.pages.length ?? 0;
  const searching = count === 0 && hasNextPage && pieces < kPiecesMax;
  useEffect(() => {
    if (searching && !isFetching) void fetchNextPage();
  }, [searching, isFetching, fetchNextPage]);
  if (error)
    return (
      <Failure
        text={reasonOf(error, t('log:failed'))}
        code={error instanceof ApiError ? error.trace : undefined}
        retry={() => void refetch()}
      />
    );
  if (!data || searching) return <Skeleton rows={8} />;
  if (count === 0 && !hasNextPage) return <Empty title={t('log:none')} />;
  if (!hasNextPage) return null;
  return (
    <div className={css.more}>
      <Button busy={isFetching} onClick={() => void fetchNextPage()}>
        {t('log:more')}
      </Button>
    </div>
  );
}
