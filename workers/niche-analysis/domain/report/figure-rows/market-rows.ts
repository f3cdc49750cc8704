/** The market: its size, who is there, whom they serve badly, what is searched for. */
import type {
  CompetitionFigures,
  KeptMarketSize,
  MarketFigures,
  UnderservedFigures,
} from "../../../../../contracts/services/niche-market-figures.ts";
import { sizeAssumptions } from "../market/size-content.ts";
import type { NicheMarket } from "../market-content.ts";
import { aspectRows } from "./aspect-rows.ts";
import { keywordRows } from "./keyword-rows.ts";
import { ours, proportion, type Figure, type Subject } from "./figure.ts";
import { surveyRows } from "./survey-rows.ts";

export function marketRows({ marketSize }: NicheMarket, figures: MarketFigures, niche: Pick<Subject, "id" | "label">): Figure[] {
  const { keywords, competition, survey, underserved, aspects } = figures;
  return [
    ...(marketSize ? sizeRows(marketSize, niche) : []),
    ...(competition ? competitionRows(competition, niche) : []),
    ...(underserved ? gapRows(underserved) : []),
    ...(aspects ? aspectRows(aspects, niche) : []),
    ...(survey ? surveyRows(survey) : []),
    ...(keywords ? keywordRows(keywords, niche) : []),
  ];
}

function sizeRows({ request, size }: KeptMarketSize, niche: Pick<Subject, "id" | "label">): Figure[] {
  const about = { about: "market", ...niche };
  const common = {
    ...about,
    n: size.samples,
    unit: `minor units of ${size.currency} a year`,
    basis: "assumption",
    source: "Monte Carlo; inputs: PERT (Malcolm et al. 1959) or lognormal",
    method: `${size.method}; ${size.samples} draws, seed ${size.seed}`,
    assumptions: sizeAssumptions({ request, size }),
  };
  const parts = [
    ["whole market (TAM)", size.total],
    ["can be served (SAM)", size.serviceable],
    ["can be won (SOM)", size.obtainable],
  ] as const;
  return [
    ...parts.flatMap(([name, { mean, meanError, p5, p10, p50, p90, p95 }]): Figure[] => [
      { ...common, figure: `${name}, median`, value: p50, low: p10, high: p90, level: 0.8 },
      { ...common, figure: `${name}, median`, value: p50, low: p5, high: p95, level: 0.9 },
      {
        ...common,
        figure: `${name}, mean`,
        value: mean,
        low: mean - 2 * meanError,
        high: mean + 2 * meanError,
        level: "two standard errors of the simulation",
      },
    ]),
    ...size.swings.map(({ name, atLow, atHigh, swing }): Figure => ({
      ...common,
      figure: `swing of what can be won: ${name}`,
      value: swing,
      low: Math.min(atLow, atHigh),
      high: Math.max(atLow, atHigh),
      level: "the result at the input's 10th and 90th percentile",
      method: "tornado: one input at a time, all others at their medians",
      source: "Howard 1988",
    })),
    ...(size.topDown
      ? [
          {
            ...common,
            figure: "top-down figure over our median",
            value: size.topDown.ratio ?? "none",
            low: size.topDown.low ?? undefined,
            high: size.topDown.high ?? undefined,
            level: 0.9,
            unit: "ratio",
            basis: size.topDown.agrees ? "agrees" : "does not agree",
            method: `${size.topDown.stated} stated, compared with our 5th and 95th percentile`,
            source: ours,
          },
        ]
      : []),
  ];
}

function competitionRows({ tableId, n, concentration, map }: CompetitionFigures, niche: Pick<Subject, "id" | "label">): Figure[] {
  const about = { about: "market", ...niche };
  const behind = (rows: readonly number[]) => ({ tableId, rows, total: rows.length });
  const rows: Figure[] = [
    {
      ...about,
      figure: "competitors",
      value: n,
      level: "none: a count",
      n,
      unit: "competitors",
      method: "rows of the table",
      source: "the table",
      assumptions: [],
      rows: { tableId, rows: [], total: n },
    },
  ];
  if (concentration) {
    const { index, low, high, basis, shares, n: counted, method, assumptions, band, equivalents } = concentration;
    const common = { ...about, n: counted, basis, method, assumptions };
    rows.push(
      {
        ...common,
        figure: "concentration (HHI)",
        value: index,
        low,
        high,
        level: basis === "share" ? "what the missing part of the market can do" : 0.95,
        unit: `0 to 10,000: ${band}`,
        source: "Hirschman 1964; US merger guidelines 2023",
        rows: behind(shares.map(({ row }) => row)),
      },
      {
        ...common,
        figure: "competitors of equal size with the same concentration",
        value: equivalents,
        low: 10_000 / high,
        high: 10_000 / low,
        level: basis === "share" ? "what the missing part of the market can do" : 0.95,
        unit: "competitors",
        source: "Adelman 1969",
        rows: behind(shares.map(({ row }) => row)),
      },
      ...shares.map(({ row, competitor, share, size }): Figure => ({
        ...common,
        id: competitor,
        label: competitor,
        figure: "share of the market",
        value: share,
        level: basis === "share" ? "none: stated" : "none: a count of reviews or visits",
        count: size,
        unit: "share",
        source: "the table",
        rows: behind([row]),
      })),
    );
  }
  if (map) {
    const { currency = "no stated currency", products, space, method, assumptions } = map;
    const common = {
      ...about,
      n: products.length,
      method,
      source: "Naamad, Lee & Hsu 1984",
      assumptions,
      rows: behind(products.map(({ row }) => row)),
    };
    for (const [name, region] of [
      ["largest white space", space?.largest],
      ["largest white space that nobody dominates", space?.undominated],
    ] as const) {
      if (!region) continue;
      const { price, features, share, dominatedBy } = region;
      const basis = dominatedBy.length === 0 ? "nobody offers as much for no more" : `dominated by ${dominatedBy.join(", ")}`;
      rows.push(
        { ...common, figure: name, value: share, level: "none: of the products in the table", unit: "share of the map", basis },
        {
          ...common,
          figure: `${name}, price a month`,
          value: Math.sqrt(price.low * price.high),
          ...price,
          level: "sides of the region",
          unit: currency,
          basis,
        },
        {
          ...common,
          figure: `${name}, features`,
          value: (features.low + features.high) / 2,
          ...features,
          level: "sides of the region",
          unit: "features",
          basis,
        },
      );
    }
    for (const { row, name, price, features } of products) {
      const own = {
        ...about,
        id: name,
        label: name,
        level: "none: stated",
        n: 1,
        method: "as the table states it",
        source: "the table",
        assumptions: [],
        rows: behind([row]),
      };
      rows.push(
        { ...own, figure: "price a month", value: price, unit: currency },
        { ...own, figure: "features", value: features, unit: "features" },
      );
    }
  }
  return rows;
}

function gapRows({ themes, leaders, method, assumptions }: UnderservedFigures): Figure[] {
  return themes.flatMap(({ themeId: id, theme: label, underserved, unknown, texts: naming, cells }) => {
    const about = { about: "market", id, label };
    return [
      {
        ...about,
        figure: "underserved",
        value: underserved ? "yes" : "no",
        level: "none: yes where the 95 % lower limits with every leader are above a half",
        n: cells.filter(({ competitor }) => leaders.includes(competitor)).reduce((sum, { complaint }) => sum + complaint.n, 0),
        unit: "yes or no",
        basis: unknown.length > 0 ? `nobody names ${unknown.join(", ")}` : `leaders: ${leaders.join(", ")}`,
        method,
        source: ours,
        assumptions,
        texts: { ids: [...new Set(cells.flatMap(({ evidenceIds }) => evidenceIds))], total: naming },
      },
      ...cells.map(({ competitor, complaint, evidenceIds, texts: own }): Figure => ({
        ...about,
        figure: `complain of ${competitor}`,
        ...proportion(complaint),
        unit: "who name it: people, or texts without an author",
        assumptions,
        texts: { ids: evidenceIds, total: own },
      })),
    ];
  });
}
