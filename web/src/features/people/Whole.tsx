// SPDX-License-Identifier: Apache-2.0
// A short list that is shown once it has come, or why it has not.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { Page } from '@/api/types';
import { Failure, Skeleton } from '@/base/State';

export function Whole({
  list: { data, error, refetch },
  children,
}: {
  list: UseQueryResult<Page>;
  children: (page: Page) => ReactNode;
}) {
  const { t } = useTranslation();
  if (error)
    return (
      <Failure
        text={t('people:failed')}
        code={error instanceof ApiError ? error.trace : undefined}
        retry={() => void refetch()}
      />
    );
  return data ? children(data) : <Skeleton rows={8} />;
}
