// SPDX-License-Identifier: Apache-2.0
// Shows the toasts of base/toasts and speaks announcements to screen readers.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconX } from '@/base/icons';
import { closeToast, runAct, useAnnouncement, useToasts, type Toast } from '@/base/toasts';
import css from './Toasts.module.css';

const kShownMs = 8000;

function OneToast({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = () => clearTimeout(timer.current);
  const start = () => {
    stop();
    timer.current = setTimeout(() => closeToast(toast.id), kShownMs);
  };
  useEffect(() => {
    start();
    return stop;
    // The clock starts once, when the toast appears.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <div
      className={css.toast}
      data-tone={toast.tone}
      onPointerEnter={stop}
      onPointerLeave={start}
      onFocus={stop}
      onBlur={start}
    >
      <span role={toast.tone === 'danger' ? 'alert' : 'status'}>{toast.text}</span>
      {toast.link && (
        <a className={css.act} href={toast.link.href} onClick={() => closeToast(toast.id)}>
          {toast.link.label}
        </a>
      )}
      {toast.act && (
        <button type="button" className={css.act} onClick={() => runAct(toast.id)}>
          {toast.act.label}
        </button>
      )}
      <button
        type="button"
        className={css.close}
        aria-label={t('base:close')}
        onClick={() => closeToast(toast.id)}
      >
        <IconX size={16} stroke={1.75} aria-hidden />
      </button>
    </div>
  );
}

export function Toasts() {
  const toasts = useToasts();
  const announcement = useAnnouncement();
  return (
    <>
      <div className={css.place}>
        {toasts.map((toast) => (
          <OneToast key={toast.id} toast={toast} />
        ))}
      </div>
      <div className="hidden-text" aria-live="polite">
        {announcement}
      </div>
    </>
  );
}
