// SPDX-License-Identifier: Apache-2.0
// Administration of people: who works here, teams, territories, roles, and the demonstration data.
export { PeoplePage } from './PeoplePage';
export { PeopleLink } from './PeopleLink';
export { SignOffUser } from './UserMenu';
export { RightsLink } from './RightsLink';
