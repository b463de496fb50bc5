// SPDX-License-Identifier: Apache-2.0
import { render } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  allowSingleKeys,
  handleKey,
  holdKeys,
  listenToKeys,
  releaseKeys,
  useShortcut,
} from './shortcuts';

const press = (key: string, target: EventTarget = document.body, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  Object.defineProperty(event, 'target', { value: target });
  return handleKey(event);
};

function Page({ keys, run }: { keys: string; run: () => void }) {
  useShortcut(keys, 'label', 'everywhere', run);
  return <input aria-label="typing" />;
}

describe('shortcuts', () => {
  beforeEach(() => localStorage.clear());
  it('run outside of inputs only', () => {
    const run = vi.fn();
    const { getByLabelText } = render(<Page keys="c" run={run} />);
    expect(press('c', getByLabelText('typing'))).toBe(false);
    expect(press('c')).toBe(true);
    expect(run).toHaveBeenCalledTimes(1);
  });
  it('follow a sequence', () => {
    const run = vi.fn();
    render(<Page keys="g c" run={run} />);
    press('c');
    expect(run).not.toHaveBeenCalled();
    press('g');
    press('c');
    expect(run).toHaveBeenCalledTimes(1);
  });
  it('leave single keys alone when they are switched off', () => {
    const run = vi.fn();
    render(<Page keys="c" run={run} />);
    allowSingleKeys(false);
    expect(press('c')).toBe(false);
    expect(run).not.toHaveBeenCalled();
  });
  it('leave Escape to a dialog that closes with it', () => {
    const run = vi.fn();
    const stop = listenToKeys();
    const { rerender } = render(<Page keys="Escape" run={run} />);
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.setAttribute('aria-modal', 'true');
    const close = () => dialog.remove();
    window.addEventListener('keydown', close, { capture: true });
    const escape = () =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
      );
    escape();
    expect(document.contains(dialog)).toBe(false);
    expect(run).not.toHaveBeenCalled();
    escape();
    expect(run).toHaveBeenCalledTimes(1);
    window.removeEventListener('keydown', close, { capture: true });
    rerender(<></>);
    stop();
  });
  it('end with their page', () => {
    const run = vi.fn();
    render(<Page keys="c" run={run} />).unmount();
    expect(press('c')).toBe(false);
  });
  it('rest while a box is on its way, and what is typed waits for it', () => {
    const run = vi.fn();
    const escape = vi.fn();
    const stop = listenToKeys();
    render(<Page keys="c" run={run} />);
    const type = (key: string, more: KeyboardEventInit = {}) =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
      );
    holdKeys(escape);
    for (const key of ['c', 'n', 'x', 'Backspace', 'Shift', 'F', ' ', 'Enter']) type(key);
    type('c', { ctrlKey: true });
    expect(releaseKeys()).toBe('cnF ');
    expect(run).not.toHaveBeenCalled();
    expect(type('c')).toBe(false); // taken by the shortcut again
    expect(run).toHaveBeenCalledTimes(1);
    expect(releaseKeys()).toBe('');

    holdKeys(escape);
    type('Escape');
    expect(escape).toHaveBeenCalledTimes(1);
    releaseKeys();
    stop();
  });
});
