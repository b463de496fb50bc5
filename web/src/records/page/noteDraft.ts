// SPDX-License-Identifier: Apache-2.0
// What was begun to write about a record: it is there again when one comes back to the record,
// until it is saved or thrown away.
import { useState } from 'react';

export interface NoteDraft<Kind> {
  kind: Kind | null;
  open: boolean; // a draft that was closed is kept
  text: string;
  when: string;
  direction: string;
  outcome: string;
}

const kEmpty = { kind: null, open: false, text: '', when: '', direction: 'out', outcome: '' };
const drafts = new Map<string, NoteDraft<unknown>>();

export const isBegun = ({ text, when, outcome }: Omit<NoteDraft<unknown>, 'kind'>) =>
  [text, when, outcome].some((typed) => typed.trim() !== '');

export function useNoteDraft<Kind>(key: string) {
  const [draft, setDraft] = useState<NoteDraft<Kind>>(
    () => (drafts.get(key) as NoteDraft<Kind> | undefined) ?? kEmpty,
  );
  const change = (part: Partial<NoteDraft<Kind>>) => {
    const next = { ...draft, ...part };
    if (isBegun(next)) drafts.set(key, next);
    else drafts.delete(key);
    setDraft(next);
  };
  const throwAway = () => change(kEmpty);
  return [draft, change, throwAway] as const;
}
