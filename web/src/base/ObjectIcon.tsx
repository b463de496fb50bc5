// SPDX-License-Identifier: Apache-2.0
// The icon that an object's definition names.
import type { TablerIcon } from '@tabler/icons-react';
import * as icons from './icons';

const byName: Record<string, TablerIcon> = {
  building: icons.IconBuilding,
  users: icons.IconUsers,
  user: icons.IconUser,
  'target-arrow': icons.IconTargetArrow,
  lifebuoy: icons.IconLifebuoy,
  'user-plus': icons.IconUserPlus,
  package: icons.IconPackage,
  category: icons.IconCategory,
  sitemap: icons.IconSitemap,
  'hierarchy-2': icons.IconHierarchy2,
  hierarchy: icons.IconHierarchy2,
  'users-group': icons.IconUsersGroup,
  map: icons.IconMap,
  'map-pin': icons.IconMapPin,
  shield: icons.IconShield,
  coin: icons.IconCoin,
  tag: icons.IconTag,
  tags: icons.IconTag,
  link: icons.IconLink,
  clock: icons.IconClock,
  phone: icons.IconPhone,
  mail: icons.IconMail,
  checkbox: icons.IconCheckbox,
  calendar: icons.IconCalendar,
  history: icons.IconHistory,
  table: icons.IconTable,
  filter: icons.IconFilter,
  flag: icons.IconFlag,
  'arrows-exchange': icons.IconArrowsExchange,
  briefcase: icons.IconBriefcase,
  receipt: icons.IconReceipt,
  eye: icons.IconEye,
  'address-book': icons.IconAddressBook,
  bulb: icons.IconBulb,
  coins: icons.IconCoins,
  key: icons.IconKey,
  'mood-sad': icons.IconMoodSad,
  packages: icons.IconPackages,
  progress: icons.IconProgress,
  'arrows-right-left': icons.IconArrowsRightLeft,
  'layout-list': icons.IconLayoutList,
  'calendar-event': icons.IconCalendarEvent,
  'map-2': icons.IconMap2,
  'shield-lock': icons.IconShieldLock,
  'users-plus': icons.IconUsersPlus,
  'list-details': icons.IconListDetails,
  router: icons.IconRouter,
  lock: icons.IconLock,
  adjustments: icons.IconAdjustments,
  'circle-x': icons.IconCircleX,
};

export const iconNamed = (name: string | undefined): TablerIcon =>
  byName[name ?? ''] ?? icons.IconListDetails;

export function ObjectIcon({
  name,
  size = 17,
  active = false,
}: {
  name: string | undefined;
  size?: number;
  active?: boolean;
}) {
  const Icon = iconNamed(name);
  return <Icon size={size} stroke={active ? 2 : 1.75} aria-hidden />;
}
