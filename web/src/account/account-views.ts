/** What the account page can show. */
export const accountViews = ["you", "factors", "sessions", "members", "keys", "audit"] as const;
export type AccountView = (typeof accountViews)[number];
