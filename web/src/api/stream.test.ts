// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kLongestPauseMs, keepOpen, pauseBefore, type StreamMessage } from './stream';

class FakeSource extends EventTarget {
  static made: FakeSource[] = [];
  static OPEN = 1;
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(readonly address: string) {
    super();
    FakeSource.made.push(this);
  }
  close() {
    this.readyState = 2;
  }
  succeed() {
    this.readyState = 1;
    this.onopen?.();
  }
}

beforeEach(() => {
  FakeSource.made = [];
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the event stream', () => {
  it('waits twice as long before each try, up to half a minute', () => {
    expect([0, 1, 2, 10].map((tries) => pauseBefore(tries, 0.5))).toEqual([
      1_000,
      2_000,
      4_000,
      kLongestPauseMs,
    ]);
  });
  it('opens again after it was lost and says so', () => {
    const told: StreamMessage['type'][] = [];
    const close = keepOpen('/stream', ({ type }) => told.push(type));
    FakeSource.made[0]!.succeed();
    FakeSource.made[0]!.onerror?.();
    expect(FakeSource.made).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    expect(FakeSource.made).toHaveLength(2);
    FakeSource.made[1]!.succeed();
    expect(told).toEqual(['open', 'lost', 'open']);
    close();
  });
  it('hands on changes and jobs, and opens nothing once closed', () => {
    const told: StreamMessage[] = [];
    const close = keepOpen('/stream', (message) => told.push(message));
    const source = FakeSource.made[0]!;
    source.dispatchEvent(
      new MessageEvent('change', { data: '{"object":"accounts","id":"1","op":"update"}' }),
    );
    source.dispatchEvent(
      new MessageEvent('job', { data: '{"id":"2","state":"done","done":3,"total":3}' }),
    );
    expect(told.map(({ type }) => type)).toEqual(['change', 'job']);
    source.onerror?.();
    close();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.made).toHaveLength(1);
  });
});
