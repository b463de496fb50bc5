// SPDX-License-Identifier: Apache-2.0
// The records of a many-to-many link as chips, by their labels.
import { useFewRecords } from '@/api/records';
import { useObject } from '@/api/session';
import type { ObjectDefinition, StoredRecord } from '@/api/types';
import { Chip } from '@/base/Chip';
import { manyLinkOf, titleOf } from '../fields';
import css from './Value.module.css';

// The targets of many-to-many links are small trees, so that one page of them answers for every
// row.
export function useLinkLabels(target: string | undefined, enabled: boolean) {
  const object = useObject(target ?? '');
  const { data } = useFewRecords(target ?? '', { top: 200 }, enabled && object !== undefined);
  return {
    object,
    records: data?.value ?? [],
    labelFor: (id: string) => {
      const found = data?.value.find((record) => record.id === id);
      return found && object ? titleOf(object, found) : '…';
    },
  };
}

export const idsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.map((one) => (typeof one === 'string' ? one : String((one as StoredRecord).id)))
    : [];

export function ManyLinkValue({
  object,
  record,
  name,
}: {
  object: ObjectDefinition;
  record: StoredRecord;
  name: string;
}) {
  const ids = idsOf(record[name]);
  const { labelFor } = useLinkLabels(manyLinkOf(object, name)?.target, ids.length > 0);
  if (ids.length === 0) return <span className={css.none}>–</span>;
  return (
    <span className={css.chips}>
      {ids.map((id) => (
        <Chip key={id}>{labelFor(id)}</Chip>
      ))}
    </span>
  );
}
