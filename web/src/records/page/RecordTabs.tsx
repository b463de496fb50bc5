// SPDX-License-Identifier: Apache-2.0
// The parts of a record one at a time, where they do not fit side by side.
import css from './RecordPage.module.css';

interface RecordTabsProps<Key extends string> {
  tabs: { key: Key; label: string }[];
  chosen: Key | undefined;
  choose: (key: Key) => void;
}

export function RecordTabs<Key extends string>({ tabs, chosen, choose }: RecordTabsProps<Key>) {
  if (tabs.length <= 1) return null;
  return (
    <div className={css.tabs} role="tablist">
      {tabs.map(({ key, label }) => (
        <button
          key={key}
          type="button"
          role="tab"
          className={css.tab}
          aria-selected={key === chosen}
          onClick={() => choose(key)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
