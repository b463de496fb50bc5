// SPDX-License-Identifier: Apache-2.0
export { CompanyPage } from './CompanyPage';
export { PasswordPage } from './PasswordPage';
export { AllTokensPage, TokensPage } from './TokensPage';
