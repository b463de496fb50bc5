// SPDX-License-Identifier: Apache-2.0
// «Todo guardado 09:42», «Guardando…», «Sin conexión desde las 09:31».
import { useTranslation } from 'react-i18next';
import { useSaving } from '@/api/saving';
import { formatTime } from '@/base/format';
import css from './DataState.module.css';

export function DataState({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation();
  const { running, savedAt, offlineSince } = useSaving();
  const tone = offlineSince ? 'attention' : running > 0 ? 'running' : 'ok';
  const text = offlineSince
    ? t('shell:offline', { time: formatTime(offlineSince) })
    : t(running > 0 ? 'shell:saving' : 'shell:saved');
  return (
    <div
      className={css.state}
      role={offlineSince ? 'alert' : undefined}
      title={narrow ? text : undefined}
    >
      <span className={css.dot} data-tone={tone} aria-hidden />
      {!narrow && <span className={css.text}>{text}</span>}
      {!narrow && !offlineSince && <time className="figures">{formatTime(savedAt)}</time>}
    </div>
  );
}
