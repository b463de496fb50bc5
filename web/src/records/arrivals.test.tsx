// SPDX-License-Identifier: Apache-2.0
import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useArrivals } from './arrivals';

const key = (item: string) => item;
const own = (item: string) => item.startsWith('own');
const hook = () =>
  renderHook(
    ({ items, list, settled }: { items: string[]; list: string; settled?: boolean }) =>
      useArrivals(items, key, own, list, settled),
    { initialProps: { items: ['b', 'd'], list: 'one', settled: true } },
  );

describe('arrivals', () => {
  it('wait until they are asked for', () => {
    const { result, rerender } = hook();
    rerender({ items: ['a', 'b', 'c', 'd'], list: 'one', settled: true });
    expect(result.current.shown).toEqual(['b', 'd']);
    expect(result.current.waiting).toBe(2);
    act(() => result.current.reveal());
    expect(result.current.shown).toEqual(['a', 'b', 'c', 'd']);
    expect(result.current.waiting).toBe(0);
  });
  it('show at once when they are my own or come with the next page', () => {
    const { result, rerender } = hook();
    rerender({ items: ['own', 'b', 'd', 'e'], list: 'one', settled: true });
    expect(result.current.shown).toEqual(['own', 'b', 'd', 'e']);
  });
  it('start anew with another list, once its rows are there', () => {
    const { result, rerender } = hook();
    rerender({ items: ['b', 'd'], list: 'two', settled: false });
    rerender({ items: ['x', 'd'], list: 'two', settled: true });
    expect(result.current.shown).toEqual(['x', 'd']);
    expect(result.current.waiting).toBe(0);
  });
  it('let go what has left', () => {
    const { result, rerender } = hook();
    rerender({ items: ['d'], list: 'one', settled: true });
    expect(result.current.shown).toEqual(['d']);
  });
});
