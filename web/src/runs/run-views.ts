/** What of a run a page can show, in the order of its making. */
export const runViews = ["timeline", "solution", "price", "projection", "marketing", "feedback"] as const;
export type RunView = (typeof runViews)[number];
