// SPDX-License-Identifier: Apache-2.0
// The records looked at last, on this device.
import type { SearchHit } from '@/api/types';

const kStored = 'clientela.recent';
const kMost = 8;

export function recent(): SearchHit[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(kStored) ?? '[]');
    return Array.isArray(stored)
      ? stored.filter(
          (hit): hit is SearchHit =>
            typeof hit?.object === 'string' &&
            typeof hit.id === 'string' &&
            typeof hit.label === 'string',
        )
      : [];
  } catch {
    return [];
  }
}

export function remember(hit: SearchHit) {
  const others = recent().filter((other) => other.id !== hit.id || other.object !== hit.object);
  localStorage.setItem(
    kStored,
    JSON.stringify(
      [{ object: hit.object, id: hit.id, label: hit.label, detail: hit.detail }, ...others].slice(
        0,
        kMost,
      ),
    ),
  );
}

export const forgetRecent = () => localStorage.removeItem(kStored);
