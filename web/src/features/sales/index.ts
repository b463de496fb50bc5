// SPDX-License-Identifier: Apache-2.0
// Sales: the board of opportunities and the conversion of a lead.
export { ConvertLead } from './ConvertLead';
