// SPDX-License-Identifier: Apache-2.0
// The buttons that move one thing of a list up or down.
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/base/Button';
import { IconArrowDown, IconArrowUp } from '@/base/icons';

export function withMoved<Item>(items: Item[], from: number, to: number): Item[] {
  const next = [...items];
  const [moved] = next.splice(from, 1);
  next.splice(to, 0, moved!);
  return next;
}

export function UpDown({
  name,
  index,
  count,
  move,
}: {
  name: string;
  index: number;
  count: number;
  move: (from: number, to: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <IconButton
        icon={IconArrowUp}
        label={t('definitions:up', { name })}
        disabled={index === 0}
        onClick={() => move(index, index - 1)}
      />
      <IconButton
        icon={IconArrowDown}
        label={t('definitions:down', { name })}
        disabled={index === count - 1}
        onClick={() => move(index, index + 1)}
      />
    </>
  );
}
