// SPDX-License-Identifier: Apache-2.0
// A refusal brings the first fault into sight and the focus to it; without one in the form, the
// text that says what is wrong.
import { useEffect, useRef } from 'react';

export function useFaultFocus(problem: object | null) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!problem) return;
    const fault = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    fault?.focus({ preventScroll: true });
    (fault ?? form.current?.querySelector('[role=alert]'))?.scrollIntoView({ block: 'center' });
  }, [problem]);
  return form;
}
