// SPDX-License-Identifier: Apache-2.0
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { FieldDefinition } from '@/api/types';
import { FieldInput } from './FieldInput';
import { FieldValue } from './FieldValue';

const color = {
  name: 'color',
  type: 'string',
  format: 'color',
  label: { es: 'Color', en: 'Colour' },
} as FieldDefinition;

test('a colour is chosen from a box, written, or emptied', () => {
  const change = vi.fn();
  render(<FieldInput field={color} value="#a0703c" name="Color" change={change} />);
  const box = screen.getByLabelText<HTMLInputElement>('records:pickColor');
  expect(box.value).toBe('#a0703c');
  fireEvent.change(box, { target: { value: '#3366cc' } });
  expect(change).toHaveBeenLastCalledWith({ value: '#3366CC' });
  const text = screen.getByLabelText<HTMLInputElement>('Color');
  expect(text.value).toBe('#3366CC');
  fireEvent.change(text, { target: { value: '' } });
  expect(change).toHaveBeenLastCalledWith({ value: null });
});

test('a colour is shown as what it is, beside its code', () => {
  const { container } = render(<FieldValue field={color} record={{ color: '#a0703c' } as never} />);
  expect(container.querySelector('circle')?.getAttribute('fill')).toBe('#a0703c');
  expect(container.textContent).toBe('#a0703c');
});
