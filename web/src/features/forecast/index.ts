// SPDX-License-Identifier: Apache-2.0
export { ForecastPage } from './ForecastPage';
