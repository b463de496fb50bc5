// SPDX-License-Identifier: Apache-2.0
// Administration of people: who works here, teams, territories, roles, and the demonstration data.
export { PeoplePage } from './PeoplePage';
export { PeopleLink } from './PeopleLink';
