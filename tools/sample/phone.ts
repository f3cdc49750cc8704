/** The sample niche of phone accessories. */
import type { Crowd } from "./people.ts";
import { table, type Keyword, type Outcome } from "./tables.ts";
import { competitorNames } from "./posts.ts";

export const phoneCrowd: Crowd = {
  people: 900,
  topics: [
    {
      name: "calls",
      pattern: /headset|bluetooth|\bear|\bhear|sound|volume|microphone|\bcalls?\b|static|reception/i,
      becomes: 2,
      roles: { driver: 6, office: 2, student: 1 },
    },
    { name: "power", pattern: /batter|charg|plug|adapter/i, becomes: 4, roles: { driver: 1, office: 2, student: 5 } },
    {
      name: "carrying",
      pattern: /\bcase|clip|belt|leather|holster|holder|plastic/i,
      becomes: 0.3,
      roles: { driver: 2, office: 5, student: 1 },
    },
    { name: "other", pattern: /./, becomes: 1, roles: { driver: 1, office: 1, student: 1 } },
  ],
  countries: ["US", "GB", "DE", "IN"],
  becomes: 2.2,
  season: [1.2, 0.95, 0.9, 0.9, 0.95, 0.95, 0.9, 0.9, 0.95, 1, 1.2, 1.4],
};

/** Shares of the market add up to less than all of it: the rest is many small ones. */
export const phoneCompetitors = table([
  ["Competitor", "Monthly price", "Currency", "Features", "Market share", "Reviews", "Rating"],
  ...[
    [29, 12, "36%", 5400, 3.1],
    [24, 10, "27%", 3900, 3.3],
    [35, 16, "16%", 2300, 3.4],
    [9, 4, "7%", 900, 4.1],
    [59, 18, "5%", 700, 4.3],
  ].map(([price, features, ...rest], at) => [competitorNames[at] ?? "", price ?? 0, "USD", features ?? 0, ...rest]),
]);

export const phoneKeywords: readonly Keyword[] = [
  { words: "bluetooth headset for calls", begins: 5400, becomes: 1.9, difficulty: 41 },
  { words: "headset for driving", begins: 2900, becomes: 2.1, difficulty: 33 },
  { words: "headset microphone not working", begins: 1900, becomes: 1.4, difficulty: 18 },
  { words: "noise cancelling headset", begins: 8100, becomes: 1.7, difficulty: 57 },
  { words: "phone battery replacement", begins: 6600, becomes: 1.5, difficulty: 46 },
  { words: "phone charger for car", begins: 4400, becomes: 1.2, difficulty: 39 },
  { words: "headset battery dies fast", begins: 880, becomes: 2.4, difficulty: 15 },
  { words: "leather phone case", begins: 3600, becomes: 0.7, difficulty: 44 },
  { words: "phone belt clip", begins: 1300, becomes: 0.5, difficulty: 22 },
  { words: "headset static noise", begins: 720, becomes: 1.8, difficulty: 12 },
];

export const phoneSegments = ["driver", "office", "student"];
export const phoneOutcomes: readonly Outcome[] = [
  { name: "hear every word of a call", means: { driver: [4.8, 1.9], office: [4.5, 2.6], student: [3.6, 3] } },
  { name: "be heard by the other side", means: { driver: [4.7, 2], office: [4.6, 2.3], student: [3.7, 3.1] } },
  { name: "get through the day on one charge", means: { driver: [3.6, 3.2], office: [4, 2.9], student: [4.8, 2] } },
  { name: "wear it for hours without pain", means: { driver: [3.9, 3.1], office: [4.2, 2.8], student: [3.2, 3.6] } },
  { name: "keep the phone whole when it falls", means: { driver: [3, 3.8], office: [3.1, 4], student: [4, 3.2] } },
];
