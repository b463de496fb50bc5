// SPDX-License-Identifier: Apache-2.0
// The options of a field, in order: both words, colour, hidden or not. None is ever taken away.
import { useTranslation } from 'react-i18next';
import type { Label } from '@/api/types';
import { Button, IconButton } from '@/base/Button';
import { IconArrowDown, IconArrowUp, IconEye, IconEyeOff, IconPlus, IconTrash } from '@/base/icons';
import css from './Definitions.module.css';

export interface OptionDraft {
  value?: string;
  label: Label;
  tone?: string;
  hidden?: boolean;
}

const kTones = ['neutral', 'accent', 'ok', 'attention', 'danger', 'info'] as const;

export function OptionsEditor({
  options,
  change,
  plain,
}: {
  options: OptionDraft[];
  change: (options: OptionDraft[]) => void;
  plain?: boolean; // words only: the options of a list that is kept as records
}) {
  const { t } = useTranslation();
  const set = (index: number, part: Partial<OptionDraft>) =>
    change(options.map((option, at) => (at === index ? { ...option, ...part } : option)));
  const move = (index: number, by: number) => {
    const next = [...options];
    const [moved] = next.splice(index, 1);
    next.splice(index + by, 0, moved!);
    change(next);
  };
  return (
    <fieldset className={css.options}>
      <legend>{t('definitions:options')}</legend>
      <ol>
        {options.map((option, index) => {
          const name = option.label.es || t('definitions:optionNumber', { number: index + 1 });
          return (
            <li key={index} data-hidden={option.hidden || undefined}>
              {(['es', 'en'] as const).map((language) => (
                <input
                  key={language}
                  lang={language}
                  aria-label={`${t(`definitions:language.${language}`)}: ${name}`}
                  placeholder={t(`definitions:language.${language}`)}
                  value={option.label[language]}
                  onChange={(event) =>
                    set(index, { label: { ...option.label, [language]: event.target.value } })
                  }
                />
              ))}
              {!plain && (
                <select
                  aria-label={`${t('definitions:tone')}: ${name}`}
                  value={option.tone ?? 'neutral'}
                  onChange={(event) => set(index, { tone: event.target.value })}
                >
                  {kTones.map((tone) => (
                    <option key={tone} value={tone}>
                      {t(`definitions:tone.${tone}`)}
                    </option>
                  ))}
                </select>
              )}
              <span className={css.small}>
                <IconButton
                  icon={IconArrowUp}
                  label={t('definitions:up', { name })}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                />
                <IconButton
                  icon={IconArrowDown}
                  label={t('definitions:down', { name })}
                  disabled={index === options.length - 1}
                  onClick={() => move(index, 1)}
                />
                {option.value ? (
                  <IconButton
                    icon={option.hidden ? IconEye : IconEyeOff}
                    label={t(option.hidden ? 'definitions:showThis' : 'definitions:hideThis', {
                      name,
                    })}
                    onClick={() => set(index, { hidden: !option.hidden })}
                  />
                ) : (
                  <IconButton
                    icon={IconTrash}
                    label={t('definitions:removeThis', { name })}
                    onClick={() => change(options.filter((_, at) => at !== index))}
                  />
                )}
              </span>
            </li>
          );
        })}
      </ol>
      <Button
        small
        icon={IconPlus}
        onClick={() => change([...options, { label: { es: '', en: '' } }])}
      >
        {t('definitions:addOption')}
      </Button>
    </fieldset>
  );
}
