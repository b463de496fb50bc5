// SPDX-License-Identifier: Apache-2.0
// Texts: locales/LANGUAGE/AREA.json become namespaces `AREA`; keys are used as t('area:key').
// Spanish is the default; one file per language is loaded, the one that is needed.
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'es' | 'en';
type Texts = Record<string, Record<string, string>>;

const loaders: Record<Language, () => Promise<{ texts: Texts }>> = {
  es: () => import('./es'),
  en: () => import('./en'),
};

const kStored = 'clientela.language';

export function storedLanguage(): Language {
  try {
    return localStorage.getItem(kStored) === 'en' ? 'en' : 'es';
  } catch {
    return 'es';
  }
}

// CLDR gives Spanish a third form for whole millions («un millón de»); ours is the plural one.
function withManyForms(texts: Texts): Texts {
  for (const area of Object.values(texts)) {
    for (const [key, text] of Object.entries(area)) {
      if (key.endsWith('_other')) area[key.replace(/_other$/, '_many')] ??= text;
    }
  }
  return texts;
}

async function load(language: Language) {
  const { texts } = await loaders[language]();
  for (const [area, entries] of Object.entries(withManyForms(structuredClone(texts)))) {
    i18next.addResourceBundle(language, area, entries, true, true);
  }
}

export async function startTexts(language: Language = storedLanguage()): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'base',
    ns: [],
    resources: {},
    keySeparator: false,
    showSupportNotice: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  } as Parameters<typeof i18next.init>[0]);
  await load(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
  return i18next;
}

export async function setLanguage(language: Language) {
  try {
    localStorage.setItem(kStored, language);
  } catch {
    // Only this visit then.
  }
  if (!i18next.hasResourceBundle(language, 'base')) await load(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'es';
}

// The label of a definition in the language of the page.
export function labelOf(label: { es: string; en: string } | undefined): string {
  return label ? label[currentLanguage()] : '';
}

let companyFormats = 'es-ES';

// How the company writes figures and dates: es-MX, es-CO, en-US ... Who reads in the other
// language gets that language's usual forms.
export function setFormats(formats: string) {
  companyFormats = formats;
}

export function locale(): string {
  const language = currentLanguage();
  if (companyFormats.startsWith(language)) return companyFormats;
  return language === 'en' ? 'en-GB' : 'es-ES';
}
