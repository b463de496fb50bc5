// SPDX-License-Identifier: Apache-2.0
// Ambient types of files without their own: icons are imported one by one.
declare module '@tabler/icons-react/dist/esm/icons/*' {
  const icon: import('@tabler/icons-react').TablerIcon;
  export default icon;
}
