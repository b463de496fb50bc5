// SPDX-License-Identifier: Apache-2.0
// Finds texts of the application that read the same in Spanish and in English. What the server
// answered (names, addresses, notes) is nobody's translation and does not count, nor does the
// reviewed list.
import { readFileSync } from 'node:fs';

const kReviewed = new Set(
  JSON.parse(readFileSync(new URL('../../../tools/same_texts.json', import.meta.url), 'utf8')),
);

// An id as people read it, in groups.
const kRecordNumber = /^[0-9A-HJKMNP-TV-Z]{3,5}(?: [0-9A-HJKMNP-TV-Z]{3,5})+$/;

export class SameTexts {
  constructor(...known) {
    this.data = new Set();
    this.pages = new Map();
    this.judged = new Map();
    known.forEach((one) => this.learn(one));
  }

  learn(value) {
    if (typeof value === 'string' && value.length > 2) this.data.add(value);
    else if (value && typeof value === 'object')
      Object.values(value).forEach((one) => this.learn(one));
  }

  note(page, language, texts) {
    const seen = this.pages.get(page) ?? { es: new Set(), en: new Set() };
    texts.forEach((text) => seen[language].add(text));
    this.pages.set(page, seen);
  }

  // Whether a text is made of data alone: what remains without it has no word.
  isData(text) {
    if (this.data.has(text)) return true;
    let rest = text;
    for (const one of this.data) {
      if (one.includes(text)) return true;
      if (rest.includes(one)) rest = rest.replaceAll(one, ' ');
    }
    return !/\p{L}{3}/u.test(rest);
  }

  isFault(text) {
    if (kReviewed.has(text) || kRecordNumber.test(text)) return false;
    if (!this.judged.has(text)) this.judged.set(text, !this.isData(text));
    return this.judged.get(text);
  }

  faults(page) {
    const { es, en } = this.pages.get(page) ?? { es: new Set(), en: new Set() };
    return [...es]
      .filter((text) => en.has(text) && this.isFault(text))
      .map((text) => `«${text}» is the same in both languages`);
  }
}
