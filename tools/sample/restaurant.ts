/** The sample niche of restaurant visits. */
import type { Crowd } from "./people.ts";
import { table, type Keyword } from "./tables.ts";

/** Sentences that are taken, the first ones of the corpus. */
export const restaurantTexts = 500;

export const restaurantCrowd: Crowd = {
  people: 320,
  topics: [
    {
      name: "service",
      pattern: /wait|server|service|staff|slow|minutes|hour|manager|table\b|rude|friendly/i,
      becomes: 1.3,
      roles: { family: 3, tourist: 2, regular: 1 },
    },
    { name: "price", pattern: /price|pay|money|cheap|expens|worth|deal|\$/i, becomes: 1, roles: { family: 2, tourist: 3, regular: 1 } },
    { name: "food", pattern: /./, becomes: 0.8, roles: { family: 1, tourist: 2, regular: 3 } },
  ],
  countries: ["US", "CA", "MX"],
  becomes: 1.5,
  season: [0.9, 0.95, 1, 1, 1.05, 1.1, 1.1, 1.05, 1, 0.95, 0.9, 1],
};

/** Programs for tables and queues; the ten of them share the market more evenly. */
export const restaurantCompetitors = table([
  ["Competitor", "Monthly price", "Currency", "Features", "Market share", "Reviews", "Rating"],
  ...(
    [
      ["Tablanto", 49, 14, "17%", 2100, 4.2],
      ["Queuevera", 39, 11, "14%", 1700, 4],
      ["Servanno", 79, 22, "12%", 1500, 4.4],
      ["Plattero", 29, 8, "10%", 1200, 3.9],
      ["Kelnia", 19, 6, "9%", 800, 3.8],
      ["Menubrio", 59, 17, "8%", 700, 4.1],
      ["Reservique", 99, 26, "8%", 600, 4.3],
      ["Gastodo", 24, 7, "7%", 500, 3.7],
      ["Wartolo", 15, 4, "6%", 300, 3.6],
      ["Dineska", 69, 19, "5%", 300, 4],
    ] as const
  ).map(([name, price, features, ...rest]) => [name, price, "USD", features, ...rest]),
]);

export const restaurantKeywords: readonly Keyword[] = [
  { words: "restaurant waiting list app", begins: 2400, becomes: 1.05, difficulty: 35 },
  { words: "table booking for restaurants", begins: 5400, becomes: 0.95, difficulty: 61 },
  { words: "restaurant queue system", begins: 1600, becomes: 1.1, difficulty: 29 },
  { words: "how to answer bad restaurant reviews", begins: 880, becomes: 1, difficulty: 17 },
  { words: "restaurant feedback form", begins: 1300, becomes: 0.9, difficulty: 24 },
];
