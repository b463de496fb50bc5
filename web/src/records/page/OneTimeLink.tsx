// SPDX-License-Identifier: Apache-2.0
// The one-time link by which an invited or locked-out person chooses a password; the administrator
// hands it on.
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, post, reasonOf } from '@/api/client';
import { recordPath } from '@/api/odata';
import { Button } from '@/base/Button';
import { formatMoment } from '@/base/format';
import { IconCopy } from '@/base/icons';
import { showToast } from '@/base/toasts';
import { Dialog, DialogActs } from '@/ui/Dialog';
import inputs from '../value/Value.module.css';
import css from './Related.module.css';

interface Link {
  name: string;
  address: string;
  expiresAt: string;
}

let shown: Link | null = null;
const listeners = new Set<() => void>();
function set(next: Link | null) {
  shown = next;
  listeners.forEach((listener) => listener());
}

// The server names the path; pages live in the fragment.
const addressFor = (link: string) => `${addressOf('')}#/${link.replace(/^[/#]+/, '')}`;

export function showOneTimeLink(user: string, name: string) {
  post<{ link: string; expires_at: string }>(`${recordPath('users', user)}/invite`, {})
    .then(({ link, expires_at }) => set({ name, address: addressFor(link), expiresAt: expires_at }))
    .catch((error: unknown) =>
      showToast({
        text: reasonOf(error, String(error)),
        tone: 'danger',
      }),
    );
}

export function OneTimeLink() {
  const { t } = useTranslation();
  const link = useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => shown,
  );
  if (!link) return null;
  return (
    <Dialog title={t('records:oneTimeLink')} size={520} close={() => set(null)}>
      <div className={css.form}>
        <label>
          {t('records:oneTimeLinkFor', { name: link.name, when: formatMoment(link.expiresAt) })}
          <input
            className={inputs.input}
            readOnly
            value={link.address}
            onFocus={(event) => event.target.select()}
            data-autofocus
          />
        </label>
        <DialogActs>
          <Button icon={IconCopy} onClick={() => void navigator.clipboard?.writeText(link.address)}>
            {t('records:copyLink')}
          </Button>
        </DialogActs>
      </div>
    </Dialog>
  );
}
