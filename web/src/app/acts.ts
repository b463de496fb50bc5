// SPDX-License-Identifier: Apache-2.0
// Which acts the features add to the generic pages; loaded when such a page is shown.
import { lazy } from 'react';
import { offerActs, type RecordActs } from '@/records/acts';

offerActs('leads', {
  record: lazy(() =>
    import('@/features/sales').then((module) => ({ default: module.ConvertLead })),
  ),
});
const recordActs: Record<string, RecordActs> = {
  users: lazy(() =>
    import('@/features/people').then((module) => ({ default: module.SignOffUser })),
  ),
  roles: lazy(() => import('@/features/people').then((module) => ({ default: module.RightsLink }))),
};
for (const object of ['users', 'teams', 'territories', 'roles']) {
  offerActs(object, {
    record: recordActs[object],
    list: lazy(() =>
      import('@/features/people').then((module) => ({ default: module.PeopleLink })),
    ),
  });
}
for (const object of ['accounts', 'contacts', 'leads', 'products']) {
  offerActs(object, {
    list: lazy(() =>
      import('@/features/import').then((module) => ({ default: module.ImportLink })),
    ),
  });
}
