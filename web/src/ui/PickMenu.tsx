// SPDX-License-Identifier: Apache-2.0
// An outlined button that says what is chosen and opens the short list to choose from.
import { Menu } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/base/Button';
import { IconCheck } from '@/base/icons';

export interface PickMenuProps<Value extends string> {
  label: string;
  icon?: TablerIcon;
  value: Value;
  choices: { value: Value; label: string }[];
  choose: (value: Value) => void;
}

export function PickMenu<Value extends string>({
  label,
  icon,
  value,
  choices,
  choose,
}: PickMenuProps<Value>) {
  const { t } = useTranslation();
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button icon={icon} aria-label={`${label}: ${chosen?.label ?? ''}`}>
          {chosen?.label ?? label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="60vh">
        <Menu.Label>{label}</Menu.Label>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.value}
            onClick={() => choose(choice.value)}
            rightSection={
              choice.value === value ? <IconCheck size={15} aria-label={t('base:chosen')} /> : null
            }
          >
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
