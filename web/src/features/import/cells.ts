// SPDX-License-Identifier: Apache-2.0
// How a file writes dates and numbers, told from its sample cells: a wrong one among them does not
// hide what the others agree on.
const kDate = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;

// «dd/MM/yyyy» or «MM/dd/yyyy»; nothing where the cells are written otherwise.
export function dateFormOf(samples: string[]): string | undefined {
  const dates = samples.flatMap((cell) => {
    const found = kDate.exec(cell.trim());
    return found ? [found] : [];
  });
  const sign = dates[0]?.[2];
  if (!sign || dates.length * 2 < samples.length) return undefined;
  const monthFirst = dates.some(([, , , second]) => Number(second) > 12);
  const dayFirst = dates.some(([, first]) => Number(first) > 12);
  if (monthFirst && dayFirst) return undefined;
  return (monthFirst ? ['MM', 'dd', 'yyyy'] : ['dd', 'MM', 'yyyy']).join(sign);
}

// The sign before the decimals, where it is not the point: 1.284,50 or 12,5 or 1.284.000.
export function decimalOf(samples: string[]): ',' | undefined {
  const cells = samples.map((cell) => cell.replace(/[^\d.,-]/g, ''));
  const points = cells.some((cell) => /,\d{3}(?:[,.]|$)|^-?\d+\.\d{1,2}$/.test(cell));
  const commas = cells.some((cell) =>
    /^-?\d{1,3}(?:\.\d{3})*,\d{1,2}$|^-?\d+,\d{1,2}$|\d\.\d{3}(?:[.,]|$)/.test(cell),
  );
  return commas && !points ? ',' : undefined;
}
