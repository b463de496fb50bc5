// SPDX-License-Identifier: Apache-2.0
// Tabs of a page over one panel: one stop of the tab key, arrows choose.
import { useEffect, type KeyboardEvent } from 'react';
import css from './PillTabs.module.css';

interface PillTabsProps<Key extends string> {
  label: string;
  panel: string; // id of the panel; a tab's own id is `PANEL-tab-KEY`
  tabs: { key: Key; label: string }[];
  chosen: Key;
  choose: (key: Key) => void;
}

export const pillTabId = (panel: string, key: string) => `${panel}-tab-${key}`;

export function PillTabs<Key extends string>({
  label,
  panel,
  tabs,
  chosen,
  choose,
}: PillTabsProps<Key>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex(({ key }) => key === chosen);
    const places: Record<string, number> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = tabs[places[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next.key);
    document.getElementById(pillTabId(panel, next.key))?.focus();
  };
  useEffect(() => {
    const tab = document.getElementById(pillTabId(panel, chosen));
    tab?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [panel, chosen]);
  return (
    <div className={`${css.tabs} scrolls`} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          id={pillTabId(panel, tab.key)}
          type="button"
          role="tab"
          aria-selected={tab.key === chosen}
          aria-controls={panel}
          tabIndex={tab.key === chosen ? 0 : -1}
          onClick={() => choose(tab.key)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
