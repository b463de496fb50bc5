// SPDX-License-Identifier: Apache-2.0
// My tokens, for everybody; and everybody's, for administrators.
import { useTranslation } from 'react-i18next';
import { AdministrationFrame } from '@/records/AdministrationFrame';
import { PageBar } from '@/ui/PageBar';
import { NewToken } from './NewToken';
import { TokenList } from './TokenList';
import css from './Tokens.module.css';

export function TokensPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageBar title={t('tokens:mine')} />
      <div className={css.page}>
        <p className={css.help}>{t('tokens:help')}</p>
        <NewToken />
        <TokenList all={false} />
      </div>
    </>
  );
}

export function AllTokensPage() {
  const { t } = useTranslation();
  return (
    <AdministrationFrame title={t('tokens:all')}>
      <div className={css.page}>
        <p className={css.help}>
          {t('tokens:allHelp')} <a href="#/tokens">{t('tokens:toMine')}</a>
        </p>
        <TokenList all />
      </div>
    </AdministrationFrame>
  );
}
