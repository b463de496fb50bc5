// SPDX-License-Identifier: Apache-2.0
export function ImportPage() { return null; }
export function ImportLink() { return null; }
