// SPDX-License-Identifier: Apache-2.0
// Asks before what was typed is lost, whichever way leads off the page: a link, a step back, a
// shortcut, the search box. Closing the browser's tab asks in the browser's own words.
import { useBlocker, type ShouldBlockFn } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, useState } from 'react';
import { holdSteps } from '@/base/countedHistory';
import { answerLeaving, isLostByClosing, mayLeave, useIsLostByClosing } from '@/base/unsaved';

const LeaveSheet = lazy(() =>
  import('@/ui/modals').then((module) => ({ default: module.LeaveSheet })),
);

type Answer = (leave: boolean) => void;
// A link to the very page that one is on leaves nothing.
const isStopped: ShouldBlockFn = async ({ current, next }) => {
  const stays =
    current.pathname === next.pathname &&
    JSON.stringify(current.search) === JSON.stringify(next.search);
  return !stays && !(await mayLeave());
};

export function LeaveGuard() {
  const unsaved = useIsLostByClosing();
  const [answer, setAnswer] = useState<{ give: Answer } | null>(null);
  useBlocker({
    shouldBlockFn: isStopped,
    enableBeforeUnload: isLostByClosing,
    disabled: !unsaved,
    withResolver: false,
  });
  useEffect(
    () =>
      answerLeaving((give) =>
        setAnswer((before) => {
          before?.give(false); // another way off was tried while this one was asked about
          return { give };
        }),
      ),
    [],
  );
  useEffect(() => {
    if (unsaved) void import('@/ui/modals'); // at hand when it is needed
  }, [unsaved]);
  useEffect(() => {
    if (!answer) return;
    return holdSteps(() => {
      setAnswer(null);
      answer.give(false);
    });
  }, [answer]);
  if (!answer) return null;
  const decide = (leave: boolean) => {
    setAnswer(null);
    answer.give(leave);
  };
  return (
    <Suspense fallback={null}>
      <LeaveSheet stay={() => decide(false)} leave={() => decide(true)} />
    </Suspense>
  );
}
