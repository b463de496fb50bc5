// SPDX-License-Identifier: Apache-2.0
// Signing in, tokens, exports, settings: what changes no record.
import { useTranslation } from 'react-i18next';
import { formatMoment, formatRelative } from '@/base/format';
import { Who } from '@/base/Who';
import { More } from './More';
import { useActs } from './log';
import css from './Log.module.css';

export function Acts({
  question,
}: {
  question: { kind?: string; actor?: string; from?: string; until?: string };
}) {
  const { t } = useTranslation();
  const acts = useActs(question);
  const items = acts.data?.pages.flatMap((page) => page.value) ?? [];
  return (
    <>
      <ol className={css.lines}>
        {items.map((act) => (
          <li key={act.seq} className={css.line}>
            <div className={css.head}>
              <Who name={act.actor?.name || t('log:nobody')} />
              <span>
                {t(`log:act.${act.kind}`)}{' '}
                {act.subject && act.kind !== 'invited' && <strong>{act.subject}</strong>}
              </span>
              {act.address && <span className={css.origin}>{act.address}</span>}
              <time dateTime={act.happened_at} title={formatMoment(act.happened_at)}>
                {formatRelative(act.happened_at)}
              </time>
            </div>
          </li>
        ))}
      </ol>
      <More query={acts} count={items.length} />
    </>
  );
}
