// SPDX-License-Identifier: Apache-2.0
// The keyboard sheet (`?` or F1): what the page at hand understands, and the switch for single
// keys.
import { Switch } from '@mantine/core';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Switch.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '@/base/Kbd';
import {
  allowSingleKeys,
  releaseKeys,
  singleKeysAllowed,
  useShortcuts,
  type Shortcut,
} from '@/base/shortcuts';
import { Dialog } from './Dialog';
import css from './ShortcutSheet.module.css';

const kGroups = ['everywhere', 'list', 'record', 'board'] as const;

export function ShortcutSheet({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const all = useShortcuts();
  useEffect(() => void releaseKeys(), []); // held until this sheet was there
  const shown = new Map<string, Shortcut>(
    all.filter((shortcut) => !shortcut.hidden).map((shortcut) => [shortcut.keys, shortcut]),
  );
  const groups = kGroups.map((group) => ({
    group,
    rows: [...shown.values()].filter((shortcut) => shortcut.group === group),
  }));
  return (
    <Dialog title={t('shell:keyboard')} size={680} close={close}>
      <div className={css.groups}>
        {groups
          .filter(({ rows }) => rows.length > 0)
          .map(({ group, rows }) => (
            <section key={group}>
              <h3 className={css.heading}>{t(`shell:keys.${group}`)}</h3>
              <dl>
                {rows.map((row) => (
                  <div key={row.keys} className={css.row}>
                    <dt>{row.label}</dt>
                    <dd>
                      {row.keys.split(/ |(?<=\w)\+/).map((key) => (
                        <Kbd key={key}>{keyName(key, t)}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
      <Switch
        mt={16}
        size="sm"
        label={t('shell:singleKeys')}
        defaultChecked={singleKeysAllowed()}
        onChange={(event) => allowSingleKeys(event.currentTarget.checked)}
      />
    </Dialog>
  );
}

function keyName(key: string, t: (key: string) => string): string {
  const names: Record<string, string> = {
    Enter: t('shell:key.enter'),
    Escape: 'Esc',
    Shift: t('shell:key.shift'),
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
  };
  return names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}
