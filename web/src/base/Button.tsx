// SPDX-License-Identifier: Apache-2.0
// The buttons of the product: one filled per screen at rest, outlined, quiet, and icon alone (with
// its name as tooltip). `keys` shows the shortcut.
import { Tooltip } from '@mantine/core';
import type { ComponentProps, ReactNode } from 'react';
import type { TablerIcon } from '@tabler/icons-react';
import css from './Button.module.css';
import { Kbd } from './Kbd';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'title'> {
  kind?: 'filled' | 'outline' | 'quiet' | 'danger';
  icon?: TablerIcon;
  keys?: string;
  busy?: boolean;
  small?: boolean;
  children: ReactNode;
}

export function Button({
  kind = 'outline',
  icon: Icon,
  keys,
  busy,
  small,
  children,
  className,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      data-kind={kind}
      data-small={small || undefined}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={[css.button, className].filter(Boolean).join(' ')}
    >
      {Icon && <Icon size={16} stroke={1.75} aria-hidden />}
      <span>{children}</span>
      {keys && <Kbd on={kind === 'filled' ? 'accent' : 'surface'}>{keys}</Kbd>}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'title' | 'children'> {
  icon: TablerIcon;
  label: string;
  bordered?: boolean;
  size?: number;
}

// The name goes while the button's own menu stands open: it would lie over its lines.
export function IconButton({
  icon: Icon,
  label,
  bordered,
  size = 17,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  const isOpen = rest['aria-expanded'] === true || rest['aria-expanded'] === 'true';
  return (
    <Tooltip label={label} disabled={isOpen}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        data-bordered={bordered || undefined}
        className={[css.icon, className].filter(Boolean).join(' ')}
      >
        <Icon size={size} stroke={1.75} aria-hidden />
      </button>
    </Tooltip>
  );
}
