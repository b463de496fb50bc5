// SPDX-License-Identifier: Apache-2.0
// Decides what stands: nothing yet, the login, a one-time link, or the shell with its page. When a
// session ends in the middle of work, the login opens above the page and nothing typed is lost.
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useMatches } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onSessionEnd } from '@/api/client';
import { useChangeStream } from '@/api/changes';
import { definitionsQuery, useMeOrNobody } from '@/api/session';
import { listenToKeys } from '@/base/shortcuts';
import { Failure } from '@/base/State';
import { LeaveGuard } from '@/ui/LeaveGuard';
import { Toasts } from '@/ui/Toasts';
import { Shell } from './Shell';

const LoginPage = lazy(() =>
  import('./LoginPage').then((module) => ({ default: module.LoginPage })),
);

export function Root() {
  const { t } = useTranslation();
  const { data: me, error, refetch } = useMeOrNobody();
  const [ended, setEnded] = useState(false);
  const cache = useQueryClient();
  // What stands in the outlet, which is the page before while the next one is being loaded.
  const isLink = useMatches().some(({ pathname }) => /^\/(link|enlace)\//.test(pathname));
  const signedIn = Boolean(me);

  useEffect(listenToKeys, []);
  useEffect(() => onSessionEnd(() => setEnded(true)), []);
  useEffect(() => {
    if (signedIn) void cache.prefetchQuery(definitionsQuery);
  }, [signedIn, cache]);
  useChangeStream(signedIn && !ended);

  if (isLink)
    return (
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
    );
  if (error && me === undefined)
    return <Failure text={t('shell:noServer')} retry={() => void refetch()} />;
  if (me === undefined) return null;
  if (me === null)
    return (
      <Suspense fallback={null}>
        <LoginPage done={() => setEnded(false)} />
      </Suspense>
    );
  return (
    <>
      <Shell>
        <Outlet />
      </Shell>
      <Toasts />
      <LeaveGuard />
      {ended && (
        <Suspense fallback={null}>
          <LoginPage over email={me.user.email} done={() => setEnded(false)} />
        </Suspense>
      )}
    </>
  );
}
