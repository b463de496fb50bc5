// SPDX-License-Identifier: Apache-2.0
// Opens and closes the palette from anywhere; the palette itself is loaded with its first opening.
import { useSyncExternalStore } from 'react';

let opened = false;
const listeners = new Set<() => void>();

function set(next: boolean) {
  opened = next;
  listeners.forEach((listener) => listener());
}

const palette = { open: () => set(true), close: () => set(false) };

export const useSearchPalette = () => palette;

export const useOpened = () => useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), () => opened);

export function SearchPalette() {
  useOpened();
  return null;
}
