/** What the operations page can show. */
export const operationsViews = ["delivery", "actors", "dead-letters", "maintenance", "backups"] as const;
export type OperationsView = (typeof operationsViews)[number];
