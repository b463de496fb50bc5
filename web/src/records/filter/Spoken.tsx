// SPDX-License-Identifier: Apache-2.0
// Parts of a sentence on the page: texts as they are, linked records by their name.
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '@/api/records';
import { useDefinitions, useObject } from '@/api/session';
import type { ObjectDefinition } from '@/api/types';
import type { Tree } from '@/filter';
import { titleOf } from '../fields';
import { wordsOf, type Part } from './words';

export function LinkName({ target, id }: { target: string; id: string }) {
  const object = useObject(target);
  const { data, isError } = useRecord(target, id);
  return <>{object && data ? titleOf(object, data) : isError ? id : '…'}</>;
}

export function Parts({ parts }: { parts: Part[] }) {
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {typeof part === 'string' ? part : <LinkName target={part.target} id={part.id} />}
        </Fragment>
      ))}
    </>
  );
}

export function Spoken({ object, tree }: { object: ObjectDefinition; tree: Tree }) {
  const { t } = useTranslation();
  const { objects } = useDefinitions();
  return <Parts parts={wordsOf(objects, object, tree, t)} />;
}
