// SPDX-License-Identifier: Apache-2.0
// The question whether to leave what is not saved. Staying is what Enter and Escape mean.
import { useTranslation } from 'react-i18next';
import { Button } from '@/base/Button';
import { Dialog, DialogActs } from './Dialog';
import css from './LeaveSheet.module.css';

export function LeaveSheet({ stay, leave }: { stay: () => void; leave: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('base:leave.title')} size={420} close={stay}>
      <p className={css.text}>{t('base:leave.text')}</p>
      <DialogActs>
        <Button kind="danger" onClick={leave}>
          {t('base:leave.leave')}
        </Button>
        <Button kind="filled" data-autofocus onClick={stay}>
          {t('base:leave.stay')}
        </Button>
      </DialogActs>
    </Dialog>
  );
}
