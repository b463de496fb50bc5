// SPDX-License-Identifier: Apache-2.0
// How typed letters find pages and acts: without accents, every word at the start of one of theirs.
// And the parts of a label to set in bold.
import { folded } from '@/base/folded';

export function fits(typed: string, label: string): boolean {
  const words = folded(label)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return folded(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)));
}

export interface Piece {
  text: string;
  hit: boolean;
}

// Folding keeps the number of letters of composed text, so places in one are places in the other.
export function pieces(label: string, typed: string): Piece[] {
  const text = label.normalize('NFC');
  const plain = [...text].map((letter) => folded(letter)[0] ?? letter).join('');
  const part = folded(typed.trim())
    .split(/\s+/)
    .filter(Boolean)
    .sort((a, b) => b.length - a.length)
    .find((candidate) => plain.includes(candidate));
  if (!part) return [{ text, hit: false }];
  const letters = [...text];
  const at = [...plain.slice(0, plain.indexOf(part))].length;
  const end = at + [...part].length;
  return [
    { text: letters.slice(0, at).join(''), hit: false },
    { text: letters.slice(at, end).join(''), hit: true },
    { text: letters.slice(end).join(''), hit: false },
  ].filter((piece) => piece.text !== '');
}
