// SPDX-License-Identifier: Apache-2.0
// Every address of the application, in one list. Addresses live in the fragment (`#/accounts`), so
// that the application works under any path prefix. Pages are loaded when they are first shown.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { parseSearch, printSearch } from '@/base/address';
import { createCountedHistory } from '@/base/countedHistory';
import { Root } from './Root';
import { Broken } from './Broken';
import { NotFound } from './NotFound';
import './acts';

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });
const page = <Path extends string>(
  path: Path,
  load: () => Promise<Record<string, unknown>>,
  name: string,
) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load as never, name as never) as never,
  });

const routes = root.addChildren([
  page('/', () => import('@/features/home'), 'HomePage'),
  page('/link/$token', () => import('./SetPasswordPage'), 'SetPasswordPage'),
  page('/enlace/$token', () => import('./SetPasswordPage'), 'SetPasswordPage'),
  page('/opportunities', () => import('@/features/sales/OpportunitiesPage'), 'OpportunitiesPage'),
  page('/forecast', () => import('@/features/forecast'), 'ForecastPage'),
  page('/import', () => import('@/features/import'), 'ImportPage'),
  page('/administration', () => import('./AdministrationPage'), 'AdministrationPage'),
  page('/administration/fields', () => import('@/features/definitions'), 'FieldsPage'),
  page('/administration/objects', () => import('@/features/definitions'), 'ObjectsPage'),
  page('/administration/layouts', () => import('@/features/definitions'), 'LayoutsPage'),
  page('/layout', () => import('@/features/definitions'), 'LayoutsPage'),
  page(
    '/administration/customization',
    () => import('@/features/definitions'),
    'CustomizationPage',
  ),
  page('/administration/company', () => import('@/features/settings'), 'CompanyPage'),
  page('/administration/tokens', () => import('@/features/settings'), 'AllTokensPage'),
  page('/password', () => import('@/features/settings'), 'PasswordPage'),
  page('/tokens', () => import('@/features/settings'), 'TokensPage'),
  page('/administration/log', () => import('@/features/log'), 'LogPage'),
  page('/inbox', () => import('@/features/inbox'), 'InboxPage'),
  page('/jobs', () => import('@/features/jobs'), 'JobsPage'),
  page('/people', () => import('@/features/people'), 'PeoplePage'),
  page('/bin', () => import('@/records/bin/BinPage'), 'BinPage'),
  page('/$object', () => import('@/records/list/ListPage'), 'ListPage'),
  page('/$object/new', () => import('@/records/form/CreatePage'), 'CreatePage'),
  page('/$object/$id', () => import('@/records/page/RecordPage'), 'RecordPage'),
  page('/$object/$id/edit', () => import('@/records/form/EditPage'), 'EditPage'),
]);

export const router = createRouter({
  routeTree: routes,
  history: createCountedHistory(),
  parseSearch,
  stringifySearch: printSearch,
  defaultErrorComponent: Broken,
  defaultPreload: 'intent',
});
