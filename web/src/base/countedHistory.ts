// SPDX-License-Identifier: Apache-2.0
// The history of the browser's tab, as the router counts it. Links of pages are plain `#/…`
// addresses, which the browser follows by itself; each such step gets the number that the router
// gives to its own ones, so that a step can be told back from forward, and taken back.
import { createHashHistory, type RouterHistory } from '@tanstack/react-router';

const kIndex = '__TSR_index';

// A step was taken and a question about it stands: further steps are taken back to where it was
// asked, and mean what the browser's back means over a dialog, to stay.
let held: { index: number; stay: () => void } | null = null;
let isReturning = false;

export function holdSteps(stay: () => void): () => void {
  const mine = { index: Number(window.history.state?.[kIndex] ?? 0), stay };
  held = mine;
  return () => {
    if (held === mine) held = null;
  };
}

function stayWhereAsked({ index, stay }: NonNullable<typeof held>) {
  const at = window.history.state?.[kIndex];
  const steps = at === undefined ? -1 : index - Number(at);
  if (!isReturning && steps !== 0) {
    isReturning = true;
    return window.history.go(steps);
  }
  isReturning = false;
  held = null;
  stay();
}

export function createCountedHistory(): RouterHistory {
  const count = (event: Event) => {
    if (held) {
      event.stopImmediatePropagation();
      return stayWhereAsked(held);
    }
    if (window.history.state?.__TSR_key) return;
    const { state, href } = history.location;
    const same = href === (window.location.hash.slice(1) || '/'); // the link to this very page
    const key = crypto.randomUUID?.() ?? String(Math.random());
    // The prototype's own function: the router listens to calls of the other.
    History.prototype.replaceState.call(
      window.history,
      { key, __TSR_key: key, [kIndex]: (state[kIndex] ?? 0) + (same ? 0 : 1) },
      '',
    );
  };
  window.addEventListener('popstate', count, { capture: true }); // before the router's
  const history = createHashHistory();
  const destroy = history.destroy;
  history.destroy = () => {
    window.removeEventListener('popstate', count, { capture: true });
    destroy();
  };
  return history;
}
