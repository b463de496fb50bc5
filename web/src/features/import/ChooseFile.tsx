// SPDX-License-Identifier: Apache-2.0
// What to import and from which file; dropping it works as well as choosing it.
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/api/types';
import { Button } from '@/base/Button';
import { IconFileText, IconUpload } from '@/base/icons';
import { manyLabel } from '@/records/fields';
import css from './Import.module.css';

const kFirst = ['accounts', 'contacts', 'opportunities', 'leads', 'products', 'activities'];

function ObjectSelect({
  object,
  objects,
  choose,
}: {
  object: ObjectDefinition;
  objects: ObjectDefinition[];
  choose: (name: string) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const rank = (name: string) => (kFirst.includes(name) ? kFirst.indexOf(name) : kFirst.length);
  const sorted = [...objects].sort(
    (a, b) => rank(a.name) - rank(b.name) || manyLabel(a).localeCompare(manyLabel(b)),
  );
  return (
    <>
      <label className={css.label} htmlFor={id}>
        {t('import:what')}
      </label>
      <select
        id={id}
        className={css.select}
        value={object.name}
        onChange={(event) => choose(event.target.value)}
      >
        {sorted.map((option) => (
          <option key={option.name} value={option.name}>
            {manyLabel(option)}
          </option>
        ))}
      </select>
    </>
  );
}

function Drop({ busy, take }: { busy: boolean; take: (file: File) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <div
      className={css.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) take(file);
      }}
    >
      <IconFileText size={32} stroke={1.25} aria-hidden />
      <p className={css.dropHint}>{t('import:drop')}</p>
      <input
        ref={input}
        type="file"
        className="hidden-text"
        accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) take(file);
          event.target.value = '';
        }}
        tabIndex={-1}
        aria-hidden
      />
      <Button kind="filled" icon={IconUpload} busy={busy} onClick={() => input.current?.click()}>
        {t(busy ? 'import:reading' : 'import:pick')}
      </Button>
      <p className={css.hint}>{t('import:kinds')}</p>
    </div>
  );
}

export function ChooseFile({
  object,
  objects,
  choose,
  busy,
  take,
}: {
  object: ObjectDefinition;
  objects: ObjectDefinition[];
  choose: (name: string) => void;
  busy: boolean;
  take: (file: File) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className={css.headline}>{t('import:start')}</h2>
      <ObjectSelect object={object} objects={objects} choose={choose} />
      <Drop busy={busy} take={take} />
      <p className={css.hint}>{t('import:safe')}</p>
    </>
  );
}
