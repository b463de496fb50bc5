// SPDX-License-Identifier: Apache-2.0
// The options of a field, in order: both words, colour, hidden or not. None is ever taken away.
import { useTranslation } from 'react-i18next';
import type { Label } from '@/api/types';
import { Button, IconButton } from '@/base/Button';
import { IconEye, IconEyeOff, IconPlus, IconTrash } from '@/base/icons';
import { UpDown, withMoved } from './UpDown';
import css from './Definitions.module.css';

export interface OptionDraft {
  value?: string;
  label: Label;
  tone?: string;
  hidden?: boolean;
}

const kTones = ['neutral', 'accent', 'ok', 'attention', 'danger', 'info'] as const;

function ToneSelect({
  name,
  tone,
  choose,
}: {
  name: string;
  tone: string;
  choose: (tone: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <select
      aria-label={`${t('definitions:tone')}: ${name}`}
      value={tone}
      onChange={(event) => choose(event.target.value)}
    >
      {kTones.map((each) => (
        <option key={each} value={each}>
          {t(`definitions:tone.${each}`)}
        </option>
      ))}
    </select>
  );
}

// What the server knows can only be hidden; what is new can still go.
function HideOrRemove({
  option,
  name,
  set,
  remove,
}: {
  option: OptionDraft;
  name: string;
  set: (part: Partial<OptionDraft>) => void;
  remove: () => void;
}) {
  const { t } = useTranslation();
  return option.value ? (
    <IconButton
      icon={option.hidden ? IconEye : IconEyeOff}
      label={t(option.hidden ? 'definitions:showThis' : 'definitions:hideThis', { name })}
      onClick={() => set({ hidden: !option.hidden })}
    />
  ) : (
    <IconButton icon={IconTrash} label={t('definitions:removeThis', { name })} onClick={remove} />
  );
}

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
  return (
    <fieldset className={css.options}>
      <legend>{t('definitions:options')}</legend>
      <ol>
        {options.map((option, index) => {
          const name = option.label.es || t('definitions:optionNumber', { number: index + 1 });
          const set = (part: Partial<OptionDraft>) =>
            change(options.map((each, at) => (at === index ? { ...each, ...part } : each)));
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
                    set({ label: { ...option.label, [language]: event.target.value } })
                  }
                />
              ))}
              {!plain && (
                <ToneSelect
                  name={name}
                  tone={option.tone ?? 'neutral'}
                  choose={(tone) => set({ tone })}
                />
              )}
              <span className={css.small}>
                <UpDown
                  name={name}
                  index={index}
                  count={options.length}
                  move={(from, to) => change(withMoved(options, from, to))}
                />
                <HideOrRemove
                  option={option}
                  name={name}
                  set={set}
                  remove={() => change(options.filter((_, at) => at !== index))}
                />
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
