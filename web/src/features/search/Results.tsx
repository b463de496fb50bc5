// SPDX-License-Identifier: Apache-2.0
// The lines of the box in their groups. The focus stays in the input; one line is chosen.
import { useEffect, useRef, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { pieces } from './match';
import type { Group, Line } from './useFound';
import css from './SearchBox.module.css';

function Bold({ label, typed }: { label: string; typed: string }) {
  return (
    <span className={css.label}>
      {pieces(label, typed).map((piece, index) =>
        piece.hit ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
      )}
    </span>
  );
}

export function Results({
  id,
  groups,
  typed,
  chosen,
  choose,
  take,
  remark,
}: {
  id: string;
  groups: Group[];
  typed: string;
  chosen: Line | undefined;
  choose: (line: Line) => void;
  take: (line: Line, event: MouseEvent) => void;
  remark: { text: string; alert?: boolean } | null;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen?.key]);
  return (
    <div
      ref={list}
      id={`${id}list`}
      role="listbox"
      aria-label={t('search:results')}
      className={css.list}
    >
      {groups.map((group) => (
        <div key={group.key} role="group" aria-label={group.title}>
          <p className={css.heading} aria-hidden>
            {group.title}
          </p>
          {group.lines.map((line) => {
            const Icon = line.icon;
            return (
              <div
                key={line.key}
                id={`${id}${line.key}`}
                role="option"
                aria-selected={line === chosen}
                className={css.line}
                onPointerMove={() => choose(line)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={(event) => take(line, event)}
              >
                <Icon size={17} stroke={1.75} aria-hidden />
                <Bold label={line.label} typed={typed} />
                {line.detail && <span className={css.detail}>{line.detail}</span>}
              </div>
            );
          })}
        </div>
      ))}
      {remark && (
        <p className={css.none} role={remark.alert ? 'alert' : undefined}>
          {remark.text}
        </p>
      )}
    </div>
  );
}
