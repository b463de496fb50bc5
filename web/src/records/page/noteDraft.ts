// SPDX-License-Identifier: Apache-2.0
// What was begun to write about a record: it is there again when one comes back to the record,
// until it is saved or thrown away.
import { useState } from 'react';

export interface NoteDraft<Kind> {
  kind: Kind | null;
  text: string;
}

const drafts = new Map<string, NoteDraft<unknown>>();

export function useNoteDraft<Kind>(key: string) {
  const [draft, setDraft] = useState(
    () => (drafts.get(key) as NoteDraft<Kind> | undefined) ?? { kind: null, text: '' },
  );
  const change = (part: Partial<NoteDraft<Kind>>) => {
    const next = { ...draft, ...part };
    if (next.text.trim() === '') drafts.delete(key);
    else drafts.set(key, next);
    setDraft(next);
  };
  return [draft, change] as const;
}
