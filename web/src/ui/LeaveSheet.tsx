// SPDX-License-Identifier: Apache-2.0
// The question whether to leave what is not saved. Staying is what Enter and Escape mean.
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Button } from '@/base/Button';
import css from './LeaveSheet.module.css';

export function LeaveSheet({ stay, leave }: { stay: () => void; leave: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={stay}
      title={t('base:leave.title')}
      size={420}
      centered
      closeButtonProps={{ 'aria-label': t('base:close') }}
    >
      <p className={css.text}>{t('base:leave.text')}</p>
      <div className={css.acts}>
        <Button kind="danger" onClick={leave}>
          {t('base:leave.leave')}
        </Button>
        <Button kind="filled" data-autofocus onClick={stay}>
          {t('base:leave.stay')}
        </Button>
      </div>
    </Modal>
  );
}
