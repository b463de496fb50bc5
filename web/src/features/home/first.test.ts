// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { freeMinutes, matterOfOpportunity, matterOfTask, ranked, withFinished } from './first';

const now = new Date(2026, 10, 24, 9, 42);
const local = (day: number, hours: number, minutes = 0) =>
  new Date(2026, 10, day, hours, minutes).toISOString();
const task = (due: string, more = {}) =>
  matterOfTask({ id: due, subject: 'Llamar', kind: 'call', due_at: due, ...more }, now);
const opportunity = (more: Record<string, unknown>) =>
  matterOfOpportunity(
    { id: JSON.stringify(more), name: 'Fibra', 'stage_id@clientela.label': 'Propuesta', ...more },
    5,
    now,
  );

describe('what comes first', () => {
  it('takes tasks that are late or due today, not those of tomorrow', () => {
    expect(task(local(23, 17))?.reason.kind).toBe('overdue');
    expect(task(local(24, 9, 0))?.reason.kind).toBe('overdue');
    expect(task(local(24, 23, 59))?.reason.kind).toBe('today');
    expect(task(local(25, 0, 0))).toBeNull();
    expect(matterOfTask({ id: 'x', subject: 'Sin fecha', due_at: null }, now)).toBeNull();
  });
  it('takes opportunities that close within a week, should have closed, or stand too long in their stage', () => {
    expect(opportunity({ expected_close_on: '2026-11-24' })?.reason.kind).toBe('closesSoon');
    expect(opportunity({ expected_close_on: '2026-12-01' })?.reason.kind).toBe('closesSoon');
    expect(opportunity({ expected_close_on: '2026-12-02' })).toBeNull();
    expect(opportunity({ expected_close_on: '2026-11-23' })?.reason.kind).toBe('closePassed');
    expect(opportunity({ stage_since: local(15, 9) })?.reason).toEqual({
      kind: 'stuck',
      days: 9,
      usual: 5,
      stage: 'Propuesta',
    });
    expect(opportunity({ stage_since: local(20, 9) })).toBeNull();
  });
  it('puts late tasks before today, today before opportunities, urgent before normal, and shows each once', () => {
    const list = ranked(
      [
        opportunity({ expected_close_on: '2026-11-25' }),
        task(local(24, 16)),
        task(local(23, 10)),
        task(local(23, 11), { priority: 'urgent' }),
        task(local(23, 10)),
        null,
      ],
      9,
    );
    expect(list.map((matter) => matter.reason.kind)).toEqual([
      'overdue',
      'overdue',
      'today',
      'closesSoon',
    ]);
    expect(list[0]!.record.priority).toBe('urgent');
  });
});

describe('free time of the day', () => {
  it('counts from now to six, and overlaps once', () => {
    expect(freeMinutes([], new Date(2026, 10, 24, 16, 0))).toBe(120);
    expect(
      freeMinutes(
        [
          { from: local(24, 16, 0), to: local(24, 17, 0) },
          { from: local(24, 16, 30), to: local(24, 17, 0) },
        ],
        new Date(2026, 10, 24, 15, 0),
      ),
    ).toBe(120);
    expect(freeMinutes([], new Date(2026, 10, 24, 19, 0))).toBe(0);
  });
});

describe('a finished task', () => {
  const line = (name: string) => task(local(23, 17), { id: name, subject: name })!;
  const names = (matters: { title: string }[]) => matters.map(({ title }) => title);
  const [a, b, c] = [line('a'), line('b'), line('c')];

  it('rests where it stood, whether the server still brings it or not', () => {
    const finished = [{ matter: b, place: 1 }];
    expect(names(withFinished([a, b, c], finished, 6))).toEqual(['a', 'b', 'c']);
    expect(names(withFinished([a, c], finished, 6))).toEqual(['a', 'b', 'c']);
    expect(names(withFinished([a, c], [], 6))).toEqual(['a', 'c']);
  });
  it('keeps the lines around it in place with others that rest, and the list short', () => {
    const finished = [
      { matter: c, place: 2 },
      { matter: a, place: 0 },
    ];
    expect(names(withFinished([b, line('d')], finished, 3))).toEqual(['a', 'b', 'c']);
  });
});
