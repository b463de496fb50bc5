// SPDX-License-Identifier: Apache-2.0
// Exact numbers: whole digits and how many of them stand after the point. Scales follow the same
// rules as on the server, so that a quotient is cut at the same digit.

export interface Exact {
  digits: bigint;
  scale: number;
}

export const moneyScale = 4;
const divideScale = 6;

export const rescale = (value: Exact, scale: number): bigint =>
  value.digits * 10n ** BigInt(scale - value.scale);

// "-12.50", "1.5e3"; with `scale` at least that many digits after the point.
export function exact(source: string | number, scale = 0): Exact {
  const [mantissa = '0', power = '0'] = String(source).toLowerCase().split('e');
  const [whole = '0', rawFraction = ''] = mantissa.split('.');
  let fraction = rawFraction.replace(/0+$/, '');
  let digits = whole;
  let exponent = Number(power);
  for (; exponent > 0; exponent -= 1) {
    digits += fraction[0] ?? '0';
    fraction = fraction.slice(1);
  }
  const value: Exact = { digits: BigInt(digits + fraction), scale: fraction.length - exponent };
  return value.scale >= scale ? value : { digits: rescale(value, scale), scale };
}

export function order(left: Exact, right: Exact): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = rescale(left, scale) - rescale(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function calculate(op: string, left: Exact, right: Exact): Exact | null {
  const scale = Math.max(left.scale, right.scale);
  switch (op) {
    case 'add':
      return { digits: rescale(left, scale) + rescale(right, scale), scale };
    case 'sub':
      return { digits: rescale(left, scale) - rescale(right, scale), scale };
    case 'mul':
      return { digits: left.digits * right.digits, scale: left.scale + right.scale };
    case 'mod':
      return right.digits === 0n
        ? null
        : { digits: rescale(left, scale) % rescale(right, scale), scale };
    default: {
      if (right.digits === 0n) return null;
      const whole = op === 'div' && left.scale === 0 && right.scale === 0;
      const result = whole ? 0 : Math.max(left.scale, divideScale);
      return { digits: rescale(left, result + right.scale) / right.digits, scale: result };
    }
  }
}

// Half away from zero; floor and ceiling to the whole number below and above.
export function round(how: string, value: Exact): Exact {
  const unit = 10n ** BigInt(value.scale);
  const { digits } = value;
  if (how === 'round')
    return { digits: (digits + (digits < 0n ? -unit / 2n : unit / 2n)) / unit, scale: 0 };
  const rest = ((digits % unit) + unit) % unit;
  if (how === 'floor') return { digits: (digits - rest) / unit, scale: 0 };
  return { digits: (digits + ((unit - rest) % unit)) / unit, scale: 0 };
}
