// SPDX-License-Identifier: Apache-2.0
// Quarters and months as local days.
export interface Period {
  from: Date;
  to: Date; // the last day
}

const pad = (value: number) => String(value).padStart(2, '0');

export const dayText = (day: Date) =>
  `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;

export function quarterOf(day: Date): Period {
  const month = Math.floor(day.getMonth() / 3) * 3;
  return {
    from: new Date(day.getFullYear(), month, 1),
    to: new Date(day.getFullYear(), month + 3, 0),
  };
}

export const monthOf = (day: Date): Period => ({
  from: new Date(day.getFullYear(), day.getMonth(), 1),
  to: new Date(day.getFullYear(), day.getMonth() + 1, 0),
});

export const yearOf = (day: Date): Period => ({
  from: new Date(day.getFullYear(), 0, 1),
  to: new Date(day.getFullYear(), 11, 31),
});
