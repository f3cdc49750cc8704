/** What the tables of a niche say about its market: every figure with its interval, its count, its method and the rows it comes from. */
import * as z from "zod";
import { idSchema } from "../ids.ts";
import { concentrationBands, outcomeBands } from "./niche-calculators.ts";
import { demandSchema } from "./niche-demand.ts";
import { proportionSchema, quoteSchema } from "./niche-figures.ts";
import { marketSizeRequestSchema, marketSizeSchema } from "./niche-market-size.ts";
import { marketTableIdSchema } from "./niche-market-tables.ts";

const method = z.string();
const assumptions = z.array(z.string());
/** The rows of the table behind a figure: the first hundred by number, and how many there are. */
const behind = { rows: z.array(z.int()).max(100), rowCount: z.int().min(0) };
/** A figure with the limits between which it lies; `high` null: without bound. */
const estimate = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number().nullable(),
  n: z.int().min(0),
  method,
  assumptions,
  ...behind,
});
export type MarketEstimate = z.infer<typeof estimate>;

const shareOr = (usual: number) => z.coerce.number().positive().max(1).default(usual);
/** What figures of the market assume and a table cannot say; the three shares of a range may come in any order. */
export const marketFiguresQuerySchema = z.object({
  /** Linking domains at which the proxy of a keyword's difficulty is 100. */
  maxDomains: z.coerce.number().int().min(10).max(10_000_000).default(10_000),
  /** Of the searches, those that click on the result: in the tenth place, the third and the first unless stated. */
  clickLow: shareOr(0.025),
  clickLikely: shareOr(0.11),
  clickHigh: shareOr(0.285),
  /** Of the visits, those that become paying customers. */
  payLow: shareOr(0.001),
  payLikely: shareOr(0.005),
  payHigh: shareOr(0.02),
});
export type MarketFiguresQuery = z.infer<typeof marketFiguresQuerySchema>;

const reached = z.object({ value: z.number(), low: z.number(), high: z.number() });
/** What the searches may bring a month, if the assumed ranges hold. Nothing of it is measured. */
export const searchReachSchema = z.object({
  visits: reached,
  customers: reached,
  assumed: z.array(z.object({ name: z.enum(["click", "pay"]), low: z.number(), likely: z.number(), high: z.number(), source: z.string() })),
  n: z.int().min(1),
  method,
  assumptions,
  ...behind,
});
export type SearchReach = z.infer<typeof searchReachSchema>;

export const difficultyBases = ["export", "proxy", "unknown"] as const;

export const keywordFiguresSchema = z.object({
  tableId: marketTableIdSchema,
  /** Keywords of the table. */
  n: z.int().min(0),
  /** Searches a month of all keywords together; absent where no row says. */
  volume: estimate.optional(),
  /** Searches by month, of the keywords that have a figure for every one of these months. */
  months: z
    .object({
      from: z.string(),
      counts: z.array(z.number()),
      keywords: z.int().min(1),
      /** Change a month, a line through the logarithms; absent below eight months. Seasons are in it: whether searches grow, `demand` says. */
      growth: estimate.optional(),
      /** Whether they rise beyond their season: `too-short` below two years, since a season cannot be told from growth before. */
      demand: demandSchema
        .pick({ class: true, n: true, trend: true, changePoint: true, season: true, forecast: true, absent: true, assumptions: true })
        .optional(),
      method,
    })
    .optional(),
  /** Absent where no row states a volume. */
  reach: searchReachSchema.optional(),
  /** Difficulty of the middle keyword, 0 to 100; absent where nothing is known. */
  difficulty: estimate.optional(),
  /** How many keywords have their difficulty from where. */
  difficultyBy: z.record(z.enum(difficultyBases), z.int().min(0)),
  /** How well the proxy orders the keywords that have both. */
  calibration: z.object({ rho: z.number(), low: z.number(), high: z.number(), n: z.int() }).optional(),
  difficultyMethod: method,
  /** The hundred with the most searches. */
  top: z.array(
    z.object({
      row: z.int(),
      keyword: z.string(),
      volume: z.number().optional(),
      difficulty: z.number().optional(),
      basis: z.enum(difficultyBases),
      /** Searches by month from `months.from` of the table. */
      months: z.array(z.number().nullable()).optional(),
      /** Relative to its own highest month, 0 to 1: compare its shape, never add two. */
      interest: z.array(z.number()).optional(),
    }),
  ),
});
export type KeywordFigures = z.infer<typeof keywordFiguresSchema>;

export const sizeBases = ["share", "reviews", "traffic"] as const;
export type SizeBasis = (typeof sizeBases)[number];

const range = z.object({ low: z.number(), high: z.number() });
const probability = z.number().min(0).max(1);
const regionSchema = z.object({ price: range, features: range, share: z.number(), dominatedBy: z.array(z.string()) });

export const competitionFiguresSchema = z.object({
  tableId: marketTableIdSchema,
  /** Competitors of the table. */
  n: z.int().min(0),
  /** Herfindahl-Hirschman index; absent where no column says how large anybody is. */
  concentration: z
    .object({
      index: z.number(),
      low: z.number(),
      high: z.number(),
      band: z.enum(concentrationBands),
      possibleBands: z.array(z.enum(concentrationBands)),
      equivalents: z.number(),
      /** What stands for the size of a competitor. */
      basis: z.enum(sizeBases),
      /** Largest first. */
      shares: z.array(z.object({ row: z.int(), competitor: z.string(), size: z.number(), share: z.number() })),
      /** Competitors counted. */
      n: z.int(),
      method,
      assumptions,
    })
    .optional(),
  /** Prices and features; absent where fewer than one competitor has both. */
  map: z
    .object({
      currency: z.string().optional(),
      products: z.array(
        z.object({ row: z.int(), name: z.string(), price: z.number(), features: z.number(), rating: z.number().optional() }),
      ),
      /** Absent below three products or where all prices or all features are equal. */
      space: z.object({ largest: regionSchema, undominated: regionSchema.optional() }).optional(),
      /** Who is not on the map, and why. */
      leftOut: z.array(
        z.object({ row: z.int(), name: z.string(), why: z.enum(["no-price", "free", "no-features", "other-currency", "too-many"]) }),
      ),
      method,
      assumptions,
    })
    .optional(),
});
export type CompetitionFigures = z.infer<typeof competitionFiguresSchema>;

export const surveyFiguresSchema = z.object({
  tableId: marketTableIdSchema,
  grade: z.literal("survey"),
  /** Respondents of the table. */
  n: z.int().min(0),
  method,
  assumptions,
  /** Resamples behind every interval and probability. */
  samples: z.int().min(1),
  /** The first is everybody, without a name; then the segments, largest first. */
  segments: z.array(
    z.object({
      segment: z.string().optional(),
      n: z.int().min(1),
      /** The first rows of its respondents, at most a hundred. */
      rows: z.array(z.int()),
      /** Highest score first. */
      outcomes: z.array(
        z.object({
          outcome: z.string(),
          importance: z.number(),
          satisfaction: z.number(),
          /** 95 %, as of the score. */
          importanceInterval: range,
          satisfactionInterval: range,
          score: z.number(),
          low: z.number(),
          high: z.number(),
          band: z.enum(outcomeBands),
          possibleBands: z.array(z.enum(outcomeBands)),
          n: z.int(),
          /** Probability that it comes first. */
          first: probability,
        }),
      ),
      /** `above[i][j]`: P(the i-th of `outcomes` scores higher than the j-th), equal scores counting half; 0.5 of itself. */
      above: z.array(z.array(probability)),
    }),
  ),
  /** Segments with fewer respondents than can be told anything of, and those beyond the largest ten. */
  leftOut: z.array(z.object({ segment: z.string(), n: z.int() })),
});
export type SurveyFigures = z.infer<typeof surveyFiguresSchema>;

const gapCellSchema = z.object({
  competitor: z.string(),
  /** Of the people who name the competitor in this theme, those who complain where they do. */
  complaint: proportionSchema,
  /** Texts, those that complain first; at most twenty. */
  evidenceIds: z.array(z.string()),
  /** How many texts of the theme name it; absent of counts of before this was kept. */
  texts: z.int().min(1).optional(),
  /** Sentences that name it, at most three. */
  quotes: z.array(quoteSchema),
});
export const gapThemeSchema = z.object({
  themeId: z.string(),
  theme: z.string(),
  underserved: z.boolean(),
  /** Leaders that nobody names in this theme: they keep it from being called underserved. */
  unknown: z.array(z.string()),
  /** Texts of the theme that name one of `competitors`; absent of counts of before this was kept. */
  texts: z.int().min(0).optional(),
  /** In the order of `competitors`; a competitor whom nobody names here has none. */
  cells: z.array(gapCellSchema),
});
export type GapTheme = z.infer<typeof gapThemeSchema>;

export const underservedFiguresSchema = z.object({
  tableId: marketTableIdSchema,
  /** Most named first, at most thirty. */
  competitors: z.array(z.string()),
  leaders: z.array(z.string()),
  themes: z.array(gapThemeSchema),
  /** Texts that were read, and those that name a competitor. */
  texts: z.int().min(0),
  mentions: z.int().min(0),
  method,
  assumptions,
});
export type UnderservedFigures = z.infer<typeof underservedFiguresSchema>;

/** Those who complain of an aspect, or praise it, as a share of all who name it. */
const aspectSideSchema = z.object({
  share: proportionSchema,
  /** How many texts do. */
  texts: z.int().min(0),
  /** The strongest of them, at most ten. */
  evidenceIds: z.array(z.string()),
  /** What they say of it, at most three. */
  quotes: z.array(quoteSchema),
});
export type AspectSide = z.infer<typeof aspectSideSchema>;

const aspectSchema = z.object({
  /** As it is written most often. */
  aspect: z.string(),
  /** Texts that name it. */
  texts: z.int().min(1),
  complaint: aspectSideSchema,
  praise: aspectSideSchema,
});
export type Aspect = z.infer<typeof aspectSchema>;

export const aspectGroupSchema = z.object({
  /** Absent: the niche as a whole. */
  competitor: z.string().optional(),
  /** Texts that were read for it. */
  texts: z.int().min(0),
  /** Those whom most people name first, at most twelve. */
  aspects: z.array(aspectSchema),
});
export type AspectGroup = z.infer<typeof aspectGroupSchema>;

export const aspectFiguresSchema = z.object({
  tableId: marketTableIdSchema,
  /** The niche as a whole, then the competitors of `underserved`, most named first. */
  groups: z.array(aspectGroupSchema),
  method,
  assumptions,
});
export type AspectFigures = z.infer<typeof aspectFiguresSchema>;

/** The market size that was last computed for the niche, with what was stated. */
export const keptMarketSizeSchema = z.object({ request: marketSizeRequestSchema, size: marketSizeSchema });
export type KeptMarketSize = z.infer<typeof keptMarketSizeSchema>;

/** Of the latest table of each kind; absent without one. */
export const marketFiguresSchema = z.object({
  keywords: keywordFiguresSchema.optional(),
  competition: competitionFiguresSchema.optional(),
  survey: surveyFiguresSchema.optional(),
  /** Absent while it is counted, without themes and without a table of competitors. */
  underserved: underservedFiguresSchema.optional(),
  /** What people praise and complain about; absent as `underserved` is, and of counts of before it was kept. */
  aspects: aspectFiguresSchema.optional(),
});
export type MarketFigures = z.infer<typeof marketFiguresSchema>;

export const sizeNicheMarketRequestSchema = z.object({
  commandId: z.string().min(1).max(200),
  nicheId: idSchema("niche"),
  request: marketSizeRequestSchema,
  /** `precondition_failed` when the niche is at another version. */
  expectedVersion: z.int().min(0).optional(),
});
export type SizeNicheMarketRequest = z.input<typeof sizeNicheMarketRequestSchema>;
