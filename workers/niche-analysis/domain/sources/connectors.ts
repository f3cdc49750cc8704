/** All kinds of sources. */
import type { SourceKind, SourceSettings } from "../../../../contracts/services/niche-sources.ts";
import type { Connector } from "./connector.ts";
import { feed } from "./feed.ts";
import { githubIssues } from "./github-issues.ts";
import { hackerNews } from "./hacker-news.ts";
import { stackExchange } from "./stack-exchange.ts";

const connectors: { [Kind in SourceKind]: Connector<Kind> } = {
  "hacker-news": hackerNews,
  "stack-exchange": stackExchange,
  "github-issues": githubIssues,
  feed,
};

/** The one that takes these settings. */
export function connectorOf({ kind }: SourceSettings): Connector<SourceKind> {
  // A kind's connector is called with settings of its kind only: both come from the same source.
  return connectors[kind] as unknown as Connector<SourceKind>;
}
