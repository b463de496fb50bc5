// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { textOfMoment } from '@/base/dateText';
import { DateInput, DayInput } from './DateInput';

const shown = (element: React.ReactNode) => render(<MantineProvider>{element}</MantineProvider>);

describe('a moment that nobody touched', () => {
  it('stays as it is when its input is left', () => {
    const type = vi.fn();
    shown(<DateInput withTime text={textOfMoment('2026-11-24T10:30:45Z')} type={type} />);
    fireEvent.focus(screen.getByRole('combobox'));
    fireEvent.blur(screen.getByRole('combobox'));
    expect(type).not.toHaveBeenCalled();
  });
  it('is written out in full once something was typed', () => {
    const type = vi.fn();
    const { rerender } = shown(<DateInput text="" type={type} />);
    fireEvent.focus(screen.getByRole('combobox'));
    rerender(
      <MantineProvider>
        <DateInput text="2026-11-24" type={type} />
      </MantineProvider>,
    );
    fireEvent.blur(screen.getByRole('combobox'));
    expect(type).toHaveBeenCalledTimes(1);
    expect(type.mock.calls[0]![0]).toMatch(/24.11.2026|11.24.2026/);
  });
});

describe('a day that does not exist', () => {
  it('is no day, and the input says so', () => {
    const change = vi.fn();
    const { rerender } = shown(<DayInput value="2026-11-24" change={change} />);
    const input = screen.getByRole('combobox');
    fireEvent.focus(input);
    fireEvent.change(input, { target: { value: '31/02/2026' } });
    expect(change).toHaveBeenLastCalledWith('');
    rerender(
      <MantineProvider>
        <DayInput value="" change={change} />
      </MantineProvider>,
    );
    expect(screen.queryByRole('alert')).toBeNull();
    fireEvent.blur(input);
    expect((input as HTMLInputElement).value).toBe('31/02/2026');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('alert')).toBeTruthy();
  });
});
