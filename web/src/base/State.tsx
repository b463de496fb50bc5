// SPDX-License-Identifier: Apache-2.0
// What a place shows when it has nothing else: empty, failed (in the place that failed, with a code
// to copy), or waiting (nothing for 150 ms, then a still skeleton).
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TablerIcon } from '@tabler/icons-react';
import { Button } from './Button';
import css from './State.module.css';

// The page as it will look once there is something in it, in thin lines.
function Outline() {
  return (
    <div className={css.outline} aria-hidden>
      {[42, 30, 37, 26].map((width, row) => (
        <div key={row}>
          <i />
          <span style={{ width: `${width}%` }} />
          <span style={{ width: `${((width * 2) % 17) + 8}%` }} />
        </div>
      ))}
    </div>
  );
}

export function Empty({
  icon: Icon,
  title,
  outlined,
  children,
}: {
  icon?: TablerIcon;
  title: string;
  outlined?: boolean; // first use of a page of rows
  children?: ReactNode;
}) {
  return (
    <div className={css.empty}>
      {outlined && <Outline />}
      {Icon && <Icon size={32} stroke={1.25} aria-hidden />}
      <p className={css.title}>{title}</p>
      {children && <div className={css.acts}>{children}</div>}
    </div>
  );
}

export function Failure({
  text,
  code,
  retry,
}: {
  text: string;
  code?: string;
  retry?: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.failure} role="alert">
      <span>{text}</span>
      {retry && (
        <Button small onClick={retry}>
          {t('base:retry')}
        </Button>
      )}
      {code && <span className={css.code}>{t('base:code', { code })}</span>}
    </div>
  );
}

export function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

export function Skeleton({ rows = 8, height = 40 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  const shown = useAfter(150);
  return (
    <div role="status" aria-label={t('base:loading')} aria-busy>
      {shown &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} className={css.skeleton} style={{ height }}>
            <span style={{ width: `${24 + ((row * 7) % 5) * 4}%` }} />
            <span style={{ width: `${8 + ((row * 5) % 4) * 3}%` }} />
            <span style={{ width: `${10 + ((row * 3) % 4) * 2}%` }} />
          </div>
        ))}
    </div>
  );
}
