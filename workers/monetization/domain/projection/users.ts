/** Users month by month: who arrives, who leaves, who starts to pay. */

/** Monthly rates; `conversion + churn ≤ 1`, since nobody both starts paying and leaves in the same month. */
export interface UserRates {
  /** Users at the start, all free. */
  initialUsers: number;
  /** New users in the first month. */
  acquisition: number;
  /** Growth of acquisition from one month to the next. */
  acquisitionGrowth: number;
  conversion: number;
  churn: number;
}

export interface UserMonth {
  month: number;
  newUsers: number;
  total: number;
  free: number;
  paid: number;
}

/** How fractions of users are treated; see `projectUsers`. */
export type Arithmetic = "expected" | "whole-users";

/**
 * The user model of the predecessor's `project_users`: in a month the share `churn` of all users leaves, the share
 * `conversion` of the free users at its start begins to pay, and acquisition adds free users.
 *
 * `whole-users` rounds every flow down every month, as the predecessor does; acquisition below 1/growth then never grows.
 * `expected` carries fractions and returns them: round for showing (`wholeMonth`).
 */
export function projectUsers(rates: UserRates, months: number, arithmetic: Arithmetic): UserMonth[] {
  const settle = arithmetic === "whole-users" ? Math.floor : (flow: number) => flow;
  const series: UserMonth[] = [];
  let total = rates.initialUsers;
  let paid = 0;
  let acquisition = settle(rates.acquisition);
  for (let month = 1; month <= months; month++) {
    const converted = settle((total - paid) * rates.conversion);
    const lost = settle(total * rates.churn);
    const paidLost = settle(paid * rates.churn);
    total += acquisition - lost;
    paid += converted - paidLost;
    series.push({ month, newUsers: acquisition, total, free: total - paid, paid });
    acquisition = settle(acquisition * (1 + rates.acquisitionGrowth));
  }
  return series;
}

/** Whole users for showing: total and paid to the nearest, free as what remains, so that the parts add up. */
export function wholeMonth({ month, newUsers, total, paid }: UserMonth): UserMonth {
  const [all, paying] = [Math.round(total), Math.round(paid)];
  return { month, newUsers: Math.round(newUsers), total: all, free: all - paying, paid: paying };
}
