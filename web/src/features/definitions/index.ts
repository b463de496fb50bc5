// SPDX-License-Identifier: Apache-2.0
export { FieldsPage } from './FieldsPage';
export { ObjectsPage } from './ObjectsPage';
export { LayoutsPage } from './LayoutsPage';
export { CustomizationPage } from './CustomizationPage';
