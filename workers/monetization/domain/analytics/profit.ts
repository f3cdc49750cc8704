/** Subscription revenue and profit. */

export interface SoldTier {
  id: string;
  /** Minor units a month. */
  price: number;
  users: number;
}

export interface SubscriptionRevenue {
  /** Minor units. */
  totalRevenue: number;
  totalUsers: number;
  /** Minor units with fractions; null without users. */
  arpu: number | null;
}

export function subscriptionRevenue(tiers: readonly SoldTier[]): SubscriptionRevenue {
  const totalRevenue = tiers.reduce((sum, { price, users }) => sum + price * users, 0);
  const totalUsers = tiers.reduce((sum, { users }) => sum + users, 0);
  return { totalRevenue, totalUsers, arpu: totalUsers === 0 ? null : totalRevenue / totalUsers };
}

export interface Profit {
  totalRevenue: number;
  totalCosts: number;
  profit: number;
  /** Percent of revenue; null without revenue. */
  profitMargin: number | null;
}

/** Revenue and each cost in minor units. */
export function profit(revenue: number, costs: Readonly<Record<string, number>>): Profit {
  const totalCosts = Object.values(costs).reduce((sum, cost) => sum + cost, 0);
  const left = revenue - totalCosts;
  return { totalRevenue: revenue, totalCosts, profit: left, profitMargin: revenue === 0 ? null : (left / revenue) * 100 };
}
