/** All formats that are known by the site or program that writes them. */
import type { ColumnMapping } from "../../../../../contracts/services/niche-evidence.ts";
import { appStoreReviews } from "./app-store-reviews.ts";
import { feedEntries } from "./feed.ts";
import type { Fields } from "./fields.ts";
import { githubIssues } from "./github-issues.ts";
import { googlePlayReviews } from "./google-play-reviews.ts";
import { hackerNewsItems, hackerNewsSearch } from "./hacker-news.ts";
import { mailbox } from "./mailbox.ts";
import { reddit } from "./reddit.ts";
import { stackExchange } from "./stack-exchange.ts";
import { stackExchangeSearch } from "./stack-exchange-search.ts";
import type { SourceFormat } from "./source-format.ts";

const formats: readonly SourceFormat[] = [
  reddit,
  hackerNewsSearch,
  hackerNewsItems,
  appStoreReviews,
  googlePlayReviews,
  githubIssues,
  stackExchange,
  stackExchangeSearch,
  mailbox,
  feedEntries,
];

/** Of the sampled records, at least this share must be of the format. */
const leastShare = 0.6;

/** The format of a sample of records; none where the caller says what the columns are: then these are read as they say. */
export function recognise(sample: readonly Fields[], mapping: ColumnMapping = {}): SourceFormat | undefined {
  if (sample.length === 0 || Object.values(mapping).some((name) => name !== undefined)) return undefined;
  return formats.find((format) => sample.filter((fields) => format.recognises(fields)).length >= sample.length * leastShare);
}
