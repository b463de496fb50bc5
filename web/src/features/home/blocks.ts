// SPDX-License-Identifier: Apache-2.0
// Which blocks the home page has and in which order, as the layout of the company, the role or the
// person says; all of them when none says anything.
import { useQuery } from '@tanstack/react-query';
import { definitionsQuery } from '@/api/session';

export const kBlocks = ['first', 'day', 'funnel', 'quarter', 'since'];

export function useHomeBlocks(): string[] {
  const { data } = useQuery(definitionsQuery);
  return data?.home?.blocks ?? kBlocks;
}

// The wide column: what comes first stands alone, the day and the funnel beside each other.
export function mainGroups(blocks: string[]): string[][] {
  const groups: string[][] = [];
  for (const block of blocks) {
    const last = groups[groups.length - 1];
    if (block === 'first') groups.push([block]);
    else if (block === 'day' || block === 'funnel') {
      if (last && last[0] !== 'first') last.push(block);
      else groups.push([block]);
    }
  }
  return groups;
}
