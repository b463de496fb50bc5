// SPDX-License-Identifier: Apache-2.0
export { CompanyPage } from './CompanyPage';
export { AllTokensPage, TokensPage } from './TokensPage';
