// SPDX-License-Identifier: Apache-2.0
export function RecordPage() { return null; }
