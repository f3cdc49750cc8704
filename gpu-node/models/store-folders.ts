/** Folders in the store's folder beside those of prepared models. */

/** What was fetched, by model. */
export const downloads = ".downloads";
