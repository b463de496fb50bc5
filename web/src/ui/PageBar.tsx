// SPDX-License-Identifier: Apache-2.0
// The 52 px bar at the top of the white sheet: path › title, a remark, and the acts at the right.
import { Fragment, useEffect, type ReactNode } from 'react';
import { IconChevronLeft, IconChevronRight } from '@/base/icons';
import css from './PageBar.module.css';

export interface PageBarProps {
  path?: { label: string; href: string }[];
  title: string;
  remark?: ReactNode;
  plain?: boolean; // the title stands on the page itself: the phone shows the way back only
  children?: ReactNode;
}

export function PageBar({ path = [], title, remark, plain, children }: PageBarProps) {
  useEffect(() => {
    document.title = `${title} · Clientela`;
  }, [title]);
  return (
    <header className={css.bar}>
      <div className={css.where}>
        {path.length > 0 && (
          <a
            className={css.back}
            href={path[path.length - 1]!.href}
            aria-label={path[path.length - 1]!.label}
          >
            <IconChevronLeft size={22} stroke={1.75} aria-hidden />
          </a>
        )}
        {path.map((step) => (
          <Fragment key={step.href}>
            <a className={css.step} href={step.href}>
              {step.label}
            </a>
            <IconChevronRight size={16} stroke={1.75} aria-hidden className={css.arrow} />
          </Fragment>
        ))}
        <h1 className={css.title} data-plain={plain || undefined}>
          {title}
        </h1>
        {remark && <span className={css.remark}>{remark}</span>}
      </div>
      <div className={css.acts}>{children}</div>
    </header>
  );
}
