// SPDX-License-Identifier: Apache-2.0
// Tokens in a table, each with its end and its last use; revoking asks once, because programs stop
// working.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { Button } from '@/base/Button';
import { Chip } from '@/base/Chip';
import { formatDate, formatMoment, formatRelative } from '@/base/format';
import { Empty, Failure, Skeleton } from '@/base/State';
import { showToast } from '@/base/toasts';
import { Who } from '@/base/Who';
import { Dialog, DialogActs, DialogProblem } from '@/ui/Dialog';
import { hasEnded, useRevokeToken, useTokens, type Token } from './tokens';
import css from './Tokens.module.css';

function Revoke({ token, close }: { token: Token; close: () => void }) {
  const { t } = useTranslation();
  const revoke = useRevokeToken();
  return (
    <Dialog title={t('tokens:ask', { name: token.name })} size={440} close={close}>
      <p>{t('tokens:warning')}</p>
      <DialogProblem text={revoke.error?.message} />
      <DialogActs>
        <Button kind="quiet" onClick={close} data-autofocus>
          {t('tokens:keep')}
        </Button>
        <Button
          kind="danger"
          busy={revoke.isPending}
          onClick={() =>
            revoke.mutate(token.id, {
              onSuccess: () => {
                showToast({ text: t('tokens:revoked', { name: token.name }) });
                close();
              },
            })
          }
        >
          {t('tokens:revoke')}
        </Button>
      </DialogActs>
    </Dialog>
  );
}

export function TokenList({ all }: { all: boolean }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useTokens(all);
  const [asking, setAsking] = useState<Token | null>(null);
  if (error)
    return (
      <Failure
        text={t('tokens:failed')}
        code={error instanceof ApiError ? error.trace : undefined}
        retry={() => void refetch()}
      />
    );
  if (!data) return <Skeleton rows={4} />;
  if (data.length === 0) return <Empty title={t(all ? 'tokens:noneAtAll' : 'tokens:none')} />;
  return (
    <>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('tokens:name')}</th>
            {all && <th scope="col">{t('tokens:person')}</th>}
            <th scope="col" data-minor>
              {t('tokens:made')}
            </th>
            <th scope="col">{t('tokens:ends')}</th>
            <th scope="col" data-minor>
              {t('tokens:used')}
            </th>
            <th scope="col">
              <span className="hidden-text">{t('tokens:revoke')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((token) => (
            <tr key={token.id}>
              <th scope="row">{token.name}</th>
              {all && (
                <td>
                  <Who name={token.user.name} />
                </td>
              )}
              <td data-minor>{formatDate(token.created_at)}</td>
              <td>
                {hasEnded(token) ? (
                  <Chip tone="attention">{t('tokens:ended')}</Chip>
                ) : token.expires_at ? (
                  formatDate(token.expires_at)
                ) : (
                  t('tokens:never')
                )}
              </td>
              <td data-minor title={token.last_used_at ? formatMoment(token.last_used_at) : ''}>
                {token.last_used_at ? formatRelative(token.last_used_at) : t('tokens:notUsed')}
              </td>
              <td>
                <Button small onClick={() => setAsking(token)}>
                  {t('tokens:revoke')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asking && <Revoke token={asking} close={() => setAsking(null)} />}
    </>
  );
}
