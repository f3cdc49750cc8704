/** Files of a made-up market of headsets, as a founder would bring them. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bundledEvidence } from "../../tools/demo/bundled-evidence.ts";

const lines = new TextDecoder().decode(bundledEvidence()).split("\n");
const sentences = lines.map((line) => (JSON.parse(line) as { text: string }).text);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const oneOf = <T>(all: readonly T[], every: number, from = 0) => all.filter((_, i) => i % every === from);

/** One of `every` bundled sentences, as lines of JSON. */
export function jsonReviews(every: number): string {
  return oneOf(lines, every).join("\n");
}

/** One of `every` bundled sentences, counted from `from`, as a table without a name or a date. */
export function namelessReviews(every: number, from = 0): string {
  return ["review", ...oneOf(sentences, every, from).map(quoted)].join("\n");
}

/** Two years from January 2024, more and more from month to month. */
const months = 24;
const written = oneOf(sentences, 3);
const dated = written.map((text, i) => {
  const month = Math.floor(months * (i / written.length) ** 0.7);
  const date = `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`;
  return `${quoted(text)},person ${i % 250},${date},${i % 4 === 0 ? "pro" : "free"}`;
});
/** Said twice in other words. */
const alike = [
  "The battery of this headset dies after only one hour.",
  "The battery on this headset dies after just one hour.",
  "I cannot hear the person on the other end of the line.",
  "I can't hear the person at the other end of the line.",
].map((text, i) => `${quoted(text)},careful ${i},2025-11-0${i + 1},free`);
/** Row 2 says too little, row 3 has more cells than the header has columns. */
const broken = ['"x",somebody,2025-01-01,free', '"The strap broke on the very first day.",somebody,2025-01-01,free,too,many'];

export const datedReviews = ["review,author,date,plan", ...broken, ...dated, ...alike].join("\n");
export const datedRows = broken.length + dated.length + alike.length;

/** One of eight bundled sentences with the three that follow, as one text: longer than a report quotes. */
export const longReviews = [
  "review,author",
  ...oneOf(lines, 8).map((_, i) => `${quoted(sentences.slice(i * 8, i * 8 + 4).join(" "))},teller ${i}`),
].join("\n");

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Eight keywords over so many months up to December 2025, as Google's Keyword Planner exports them. */
export function keywordPlanner(count: number): string {
  const searched = [2024, 2025].flatMap((year) => monthNames.map((month) => `${month} ${year}`)).slice(-count);
  return [
    "Keyword Stats 2026-02-09",
    `"${searched[0]?.replace(" ", " 1, ")} - Dec 31, 2025"`,
    ["Keyword", "Currency", "Avg. monthly searches", "Competition", ...searched.map((month) => `Searches: ${month}`)].join("\t"),
    ...Array.from({ length: 8 }, (_, i) =>
      [`headset ${i}`, "USD", 1000 - i * 100, "Low", ...searched.map((_month, m) => 900 - i * 100 + m * 20)].join("\t"),
    ),
  ].join("\r\n");
}

export const competitors = [
  "Competitor,Aliases,Price,Features,Reviews,Rating",
  "Motorola,moto,29,12,5400,4.1",
  "Plantronics,,79,30,1200,4.4",
  "Jabra,,59,26,2300,4.2",
  "Nokia,,15,5,900,3.9",
  "Samsung,,99,8,700,4.0",
].join("\n");
export const survey = [
  "id,segment,Importance: hear every word,Satisfaction: hear every word,Importance: wear it all day,Satisfaction: wear it all day",
  ...Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? `p${i},driver,5,${1 + (i % 3)},3,4` : `p${i},office,3,4,5,${1 + (i % 2)}`)),
].join("\n");

const posts = ["The microphone hisses on every call.", "The ear hook hurts after an hour."].map(
  (text, i) =>
    `<item><title>Headset ${i}</title><guid>post-${i}</guid><description>${text}</description><pubDate>Mon, 0${i + 1} Dec 2025 10:00:00 GMT</pubDate></item>`,
);

/** The feed of a forum, on this machine. */
export async function serveFeed(): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) =>
    response
      .writeHead(200, { "content-type": "application/rss+xml" })
      .end(`<?xml version="1.0"?><rss version="2.0"><channel><title>Forum</title>${posts.join("")}</channel></rss>`),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed.xml`, close: () => server.close() };
}
