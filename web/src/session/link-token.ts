/** The token of a link in an e-mail. It stands behind `#`, is sent to nobody, and leaves the address as soon as the page has read it. */
import { useEffect, useState } from "react";

/** Kept in memory alone, for whoever has to sign in on the way. */
let kept: { page: string; token: string } | undefined;

/** Undefined without one: the link was cut, or the page was loaded again. */
export function useLinkToken(): string | undefined {
  const [token] = useState(readToken);
  useEffect(() => {
    if (window.location.hash !== "") window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
  return token;
}

/** The link is used up. */
export function forgetLinkToken(): void {
  kept = undefined;
}

function readToken(): string | undefined {
  const page = window.location.pathname;
  const given = window.location.hash.slice(1);
  if (given !== "") kept = { page, token: given };
  return kept?.page === page ? kept.token : undefined;
}
