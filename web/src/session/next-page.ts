/** Where to go after signing in: a page of this app, never another site. */

/** Returns `next` when it is a path of ours, else the start page. `//host` and `/\host` would leave the site. */
export function nextPage(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-") ? next : "/niches";
}
