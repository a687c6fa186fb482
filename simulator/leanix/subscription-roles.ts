// The subscription roles of the simulated workspace, all invented but the name of recorded example 64. That a
// role belongs to one type of subscription and may be limited to fact sheet types was seen in clients' queries.
import type { SubscriptionType } from './fact-sheet.ts';

export interface SubscriptionRole {
  readonly id: string;
  readonly name: string;
  readonly subscriptionType: SubscriptionType;
  readonly restrictToFactSheetTypes: readonly string[];
}

function role(
  number: number,
  name: string,
  subscriptionType: SubscriptionType,
  ...restrictToFactSheetTypes: readonly string[]
): SubscriptionRole {
  const id = `12121212-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { id, name, subscriptionType, restrictToFactSheetTypes };
}

export const subscriptionRoles: readonly SubscriptionRole[] = [
  role(1, 'Interface Owner', 'RESPONSIBLE', 'Interface'),
  role(2, 'Application Owner', 'RESPONSIBLE', 'Application'),
  role(3, 'Enterprise Architect', 'RESPONSIBLE'),
  role(4, 'Business Owner', 'ACCOUNTABLE'),
  role(5, 'Informed', 'OBSERVER'),
];
