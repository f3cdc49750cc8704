/** REST of the sums that store nothing: forecasts, competition, keywords, weights, outcomes. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type * as z from "zod";
import { authorize } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import * as shapes from "../../contracts/services/niche-calculators.ts";
import type { ServiceContext } from "../kit/app.ts";
import { jsonAnswer, problems } from "../kit/openapi.ts";
import { problem } from "../kit/problem.ts";
import { concentrationOf } from "./domain/competition/concentration.ts";
import { keywordDifficulties } from "./domain/competition/keyword-difficulty.ts";
import { gapMatrix, gapMatrixMethod } from "./domain/competition/underserved.ts";
import { whiteSpace } from "./domain/competition/white-space.ts";
import { testedForecast } from "./domain/demand/forecast/back-test.ts";
import { changePointOf, growthOf } from "./domain/demand/outlook.ts";
import { ahpMethod, weigh } from "./domain/opportunity/ahp/ahp.ts";
import { surveyScores } from "./domain/opportunity/odi/survey.ts";
import { rankProbabilities } from "./domain/opportunity/ranking/ranks.ts";

interface Calculator<Input, Output> {
  /** Below `/api/v1/niches/`. */
  path: string;
  operationId: string;
  summary: string;
  answers: string;
  request: z.ZodType<Input>;
  response: z.ZodType<Output>;
  /** Can be sent as it stands. */
  example: unknown;
  compute: (input: Input) => Result<Output>;
}

/** Ties input and output of one calculator together, and lets many stand in one list. */
function calculator<Input, Output>(one: Calculator<Input, Output>): Calculator<never, unknown> {
  return one as unknown as Calculator<never, unknown>;
}

export const calculators = [
  calculator({
    path: "demand-forecasts",
    operationId: "forecastDemand",
    summary: "How counts go on, by the method that did best on their own past; growth and a change of level",
    answers: "Forecast with limits, back-test, growth and change point",
    request: shapes.forecastRequestSchema,
    response: shapes.demandForecastSchema,
    example: { counts: [112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170], horizon: 6 },
    compute: ({ counts, period, horizon, seed }) => {
      const tested = testedForecast(counts, { period, horizon, seed });
      const growth = growthOf(counts);
      const changePoint = changePointOf(counts);
      return ok({ ...tested, ...(growth && { growth }), ...(changePoint && { changePoint }) });
    },
  }),
  calculator({
    path: "concentration",
    operationId: "measureConcentration",
    summary: "How concentrated a market is, from who is written about",
    answers: "Herfindahl-Hirschman index with its interval",
    request: shapes.concentrationRequestSchema,
    response: shapes.concentrationSchema,
    example: { mentions: ["Acme", "Acme", "Acme", "Bolt", "Bolt", "Cord"].map((competitor, i) => ({ competitor, author: `author ${i}` })) },
    compute: ({ mentions, seed }) => {
      const known = mentions.map(({ competitor, author }) => ({ competitor, ...(author !== undefined && { author }) }));
      const found = concentrationOf(known, seed);
      return found ? ok(found) : err("invalid_input", "State at least one mention.");
    },
  }),
  calculator({
    path: "white-space",
    operationId: "findWhiteSpace",
    summary: "The largest empty region on the map of prices and features",
    answers: "Where no product stands",
    request: shapes.whiteSpaceRequestSchema,
    response: shapes.whiteSpaceSchema,
    example: {
      products: [
        { name: "Basic", price: 5, features: 3 },
        { name: "Team", price: 29, features: 12 },
        { name: "Suite", price: 99, features: 40 },
      ],
    },
    compute: ({ products }) => {
      const found = whiteSpace(products);
      return found ? ok(found) : err("invalid_input", "The products need different prices and different numbers of features.");
    },
  }),
  calculator({
    path: "underserved",
    operationId: "findUnderserved",
    summary: "Which problems no leading competitor solves",
    answers: "Complaints by theme and competitor, underserved themes first",
    request: shapes.underservedRequestSchema,
    response: shapes.underservedSchema,
    example: {
      mentions: [
        { theme: "battery", competitor: "Acme", unit: "ann", complains: true },
        { theme: "battery", competitor: "Bolt", unit: "bob", complains: true },
        { theme: "sound", competitor: "Acme", unit: "cid", complains: false },
      ],
      leaders: 2,
    },
    compute: ({ mentions, leaders }) => ok({ ...gapMatrix(mentions, leaders), method: gapMatrixMethod }),
  }),
  calculator({
    path: "keyword-difficulty",
    operationId: "rateKeywords",
    summary: "How hard keywords are to be found for: the export's figure, or a proxy that says it is one",
    answers: "Difficulties, and how well the proxy orders those that have both",
    request: shapes.keywordsRequestSchema,
    response: shapes.keywordDifficultiesSchema,
    example: {
      keywords: [
        { keyword: "meal planner app", difficulty: 31 },
        { keyword: "ai meal planner", referringDomains: [12, 40, 3, 0, 8] },
      ],
    },
    compute: ({ keywords, maxDomains }) =>
      ok(
        keywordDifficulties(
          keywords.map(({ keyword, difficulty, referringDomains }) => ({
            keyword,
            ...(difficulty !== undefined && { difficulty }),
            ...(referringDomains && { referringDomains }),
          })),
          maxDomains,
        ),
      ),
  }),
  calculator({
    path: "weights",
    operationId: "weighCriteria",
    summary: "Weights from judgements of pairs, and whether they contradict each other",
    answers: "Weights with their consistency",
    request: shapes.weightsRequestSchema,
    response: shapes.weightingSchema,
    example: {
      judgements: [
        [1, 3, 5],
        [0.333_333, 1, 2],
        [0.2, 0.5, 1],
      ],
    },
    compute: ({ judgements }) => {
      const weighed = weigh(judgements);
      return weighed.ok ? ok({ ...weighed.value, method: ahpMethod }) : weighed;
    },
  }),
  calculator({
    path: "outcomes",
    operationId: "scoreOutcomes",
    summary: "What matters to respondents of a survey and is badly served",
    answers: "Opportunity of each outcome with its interval, and the probabilities of ranks",
    request: shapes.outcomesRequestSchema,
    response: shapes.outcomesSchema,
    example: {
      respondents: [
        { "finish in minutes": { importance: 5, satisfaction: 2 }, "look good": { importance: 3, satisfaction: 4 } },
        { "finish in minutes": { importance: 4, satisfaction: 3 }, "look good": { importance: 2, satisfaction: 4 } },
        { "finish in minutes": { importance: 5, satisfaction: 1 } },
      ],
    },
    compute: ({ respondents, seed }) => {
      const { method, outcomes, draws } = surveyScores(respondents, seed);
      if (outcomes.length === 0) return err("invalid_input", "Nobody rated any outcome.");
      return ok({ grade: "survey" as const, method, outcomes, ...rankProbabilities(draws) });
    },
  }),
];

/** What is computed, if it can be written down: from numbers that are very far apart come some that are none. */
export function computeWithin(input: never, compute: (input: never) => Result<unknown>, response: z.ZodType): Result<unknown> {
  const computed = compute(input);
  if (!computed.ok || response.safeParse(computed.value).success) return computed;
  return err("invalid_input", "These numbers are too far apart to compute with. State them in other units, or leave the extreme ones out.");
}

/** Registers `POST /api/v1/niches/<path>` of every calculator. */
export function calculatorRoutes<Env extends object>(app: OpenAPIHono<ServiceContext<Env>>): void {
  for (const { path, operationId, summary, answers, request, response, example, compute } of calculators) {
    app.openapi(
      createRoute({
        method: "post",
        path: `/api/v1/niches/${path}`,
        operationId,
        summary,
        request: { body: { required: true, content: { "application/json": { schema: request, example } } } },
        responses: { 200: jsonAnswer(response, answers), ...problems },
      }),
      async (c) => {
        const allowed = authorize(c.var.principal, "niches:read");
        if (!allowed.ok) return problem(c, allowed.error);
        const input = parse(request, await c.req.json());
        if (!input.ok) return problem(c, input.error);
        const computed = computeWithin(input.value, compute, response);
        return computed.ok ? c.json(computed.value as never, 200) : problem(c, computed.error);
      },
    );
  }
}
