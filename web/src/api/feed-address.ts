/** Where a feed is opened: a socket to the host of the page, encrypted whenever the page is. */

/** `since`: the version that the caller knows already; `page`: address of the page. */
export function feedAddress(path: string, since: number, page: string): URL {
  const url = new URL(path, page);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("since", String(since));
  return url;
}
