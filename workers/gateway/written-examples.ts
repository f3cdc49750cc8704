/** Examples that cannot be recorded as JSON, or that no recorded request had: files, streams and parameters of the query. */
import type { FeedFrame } from "../../contracts/actor.ts";
import recorded from "./examples.json" with { type: "json" };

/** Of one operation: values of its parameters by their names, its bodies by media type, its answers by status and media type. */
export interface WrittenExample {
  parameters?: Readonly<Record<string, string | number>>;
  body?: Readonly<Record<string, string>>;
  answers?: Readonly<Record<string, Readonly<Record<string, string | object>>>>;
}

const answers: Readonly<Record<string, { answers?: Readonly<Record<string, unknown>> }>> = recorded;

/** The first item of a list that was recorded, as files with one object a line have it. */
function lineOf(operation: string, line: (item: unknown) => unknown = (item) => item): string {
  const { items: [item] = [] } = (answers[operation]?.answers?.["200"] ?? {}) as { items?: unknown[] };
  return `${JSON.stringify(line(item ?? {}))}\n`;
}

const reviews = [
  ["2026-03-02", "ada", 2, "The strap slips off my shoulder whenever I bend down."],
  ["2026-03-09", "ben", 5, "Finally a strap that stays where it is."],
] as const;
const csv = ["date,author,rating,text", ...reviews.map((row) => row.join(",")), ""].join("\n");
const lines = reviews.map(([date, author, rating, text]) => `${JSON.stringify({ date, author, rating, text })}\n`).join("");
const feed = `<?xml version="1.0"?>
<rss version="2.0"><channel><title>Straps</title><item><guid>1</guid><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate><description>${reviews[0][3]}</description></item></channel></rss>
`;
const mailbox = `From ada@example.com Mon Mar  2 09:00:00 2026
From: Ada <ada@example.com>
Date: Mon, 02 Mar 2026 09:00:00 +0000
Subject: Strap

${reviews[0][3]}
`;
const packed = (how: string) => `(the bytes of reviews.csv${how})`;

/** What a reader of a feed sees first. */
function framesOf(id: string, type: string): string {
  const event = { sequence: 2, type, time: 1_772_442_000_000, data: {} };
  const frames: readonly [number, FeedFrame][] = [
    [1, { frame: "snapshot", version: 1, state: { id } }],
    [2, { frame: "event", event }],
  ];
  return frames.map(([sequence, frame]) => `id: ${sequence}\nevent: ${frame.frame}\ndata: ${JSON.stringify(frame)}\n\n`).join("");
}
const upgradeWanted = { "text/plain": "Connect with a WebSocket, or accept text/event-stream." };

/** By `operationId`. */
export const written: Readonly<Record<string, WrittenExample>> = {
  exportInstallationAuditEntries: { answers: { 200: { "application/x-ndjson": lineOf("listAuditEntries") } } },
  exportAuditEntries: { answers: { 200: { "application/x-ndjson": lineOf("listAuditEntries") } } },
  exportEvents: { answers: { 200: { "application/x-ndjson": lineOf("listEvents") } } },
  downloadExport: { answers: { 200: { "application/x-ndjson": lineOf("listEvents", (event) => ({ kind: "event", event })) } } },
  downloadBackup: { answers: { 200: { "application/x-tar": "(the bytes of a tar file: manifest.json, then the parts that it names)" } } },
  getComparisonReport: {
    answers: {
      200: {
        "text/markdown":
          "# Comparison of niches\n\n| Rank | Niche | Score | Between | Band | Comes first | Predecessor |\n| ---: | --- | ---: | --- | --- | ---: | ---: |\n| 1 | bag straps | 0.62 | 0.48 and 0.71 | medium | 84 % | 0.55 |\n",
        "application/pdf": "(the bytes of a PDF file)",
        "text/csv": "rank,niche,score,score_low,score_high,band\r\n1,bag straps,0.62,0.48,0.71,medium\r\n",
      },
    },
  },
  getNicheReport: {
    answers: {
      200: {
        "text/markdown":
          "# bag straps\n\n## Themes\n\n> The strap slips off my shoulder whenever I bend down.[^1]\n\n[^1]: ada, 2 March 2026\n",
        "application/pdf": "(the bytes of a PDF file)",
        "text/csv":
          "id,label,terms,texts,authors,share,share_low,share_high\r\nthm_0123456789abcdef,strap slips,strap; slips,12,11,0.24,0.14,0.37\r\n",
      },
    },
  },
  importEvidence: {
    parameters: {
      text: "review",
      author: "user",
      date: "posted",
      rating: "stars",
      nativeId: "id",
      thread: "conversation",
      fileName: "reviews.csv",
      encoding: "windows-1251",
      attributes: "plan,country",
    },
    body: {
      "text/csv": csv,
      "text/tab-separated-values": csv.replaceAll(",", "\t"),
      "text/plain": `${reviews.map(([, , , text]) => text).join("\n\n")}\n`,
      "application/x-ndjson": lines,
      "application/jsonl": lines,
      "application/xml": feed,
      "text/xml": feed,
      "application/mbox": mailbox,
      "application/gzip": packed(", packed with gzip"),
      "application/zstd": packed(", packed with zstd"),
      "application/octet-stream": packed(""),
    },
  },
  listEvidence: { parameters: { from: "2026-01", to: "2026-03", themeId: "thm_0123456789abcdef" } },
  sendUploadPart: {
    parameters: { offset: 8_388_608 },
    body: { "application/octet-stream": packed(" from the offset on") },
    answers: {
      409: {
        "application/problem+json": {
          type: "https://paissive.dev/problems/conflict",
          title: "Conflict",
          status: 409,
          code: "conflict",
          detail: "The upload has 4194304 bytes. Go on there.",
          instance: "/api/v1/niches/nch_01m8q1g5z6r2sr7rgjrnsbv28w/uploads/upl_01m8q1g5z6r2sr7rgjrnsbv28x",
          retryable: false,
          received: 4_194_304,
        },
      },
    },
  },
  importMarketTable: { parameters: { fileName: "competitors.csv" } },
  followNiche: {
    parameters: { since: 1 },
    answers: { 200: { "text/event-stream": framesOf("nch_01m8q1g5z6r2sr7rgjrnsbv28w", "evidence.imported") }, 426: upgradeWanted },
  },
  followRun: {
    parameters: { since: 1 },
    answers: { 200: { "text/event-stream": framesOf("run_01m8q1g69zcvera8smphmrm34t", "run.started") }, 426: upgradeWanted },
  },
  finishOauth: { parameters: { code: "4f1c2a9b7d", state: "b7J3kQ0xVt9mZ2" } },
  listEvents: { parameters: { type: "niche.created" } },
  getModelMetrics: {
    parameters: {
      until: "2026-11-30T20:00:00.000Z",
      model: "all-MiniLM-L6-v2",
      version: "1.0.0",
      node: "nod_00000000000000000000000000",
    },
  },
  compareModelVersions: {
    parameters: { until: "2026-11-30T20:00:00.000Z", baseline: "all-MiniLM-L6-v2@1.0.0", candidate: "all-MiniLM-L6-v2@1.1.0" },
  },
  openNodeLink: { parameters: { epoch: 3 } },
};

/** Parameters that mean the same everywhere. */
export const everywhere: Readonly<Record<string, string | number>> = { cursor: "eyJhZnRlciI6Im5jaF8wMW04In0.1kQ9rP0sVw" };
