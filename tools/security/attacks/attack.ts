/** One attack: a request, and the only answers that are right. */
import type { Operation } from "../operations.ts";
import type { Person } from "../people.ts";
import { isBroken } from "../likeness.ts";
import type { Stage } from "../stage.ts";
import type { Heard, Sent } from "../wire.ts";

export interface Attack {
  name: string;
  sent: Sent;
  /** What is wrong with the answer; undefined when nothing is. */
  fault: Fault;
}
export type Fault = (heard: Heard) => string | undefined;

/** What attacks are made of. */
export interface Ground {
  stage: Stage;
  operations: readonly Operation[];
  /** Of one organisation. */
  owner: Person;
  viewer: Person;
  /** The owner of another. */
  stranger: Person;
  /** A key of the owner with all permissions. */
  key: string;
  /** Of the owner: a niche whose sources can be set, and a webhook. */
  niche: string;
  webhook: string;
}

/** One of these statuses, and no other. */
export const answered =
  (...statuses: number[]): Fault =>
  (heard) =>
    statuses.includes(heard.status) ? undefined : `Expected ${statuses.join(" or ")}. ${gotOf(heard)}`;

export const unauthenticated = answered(401);

/** `GET /api/v1/auth/me` says that the caller is this person. */
export const actsAs =
  ({ user, organisation }: Person): Fault =>
  (heard) =>
    heard.status === 200 && heard.text.includes(`"id":"${user}"`) && heard.text.includes(`"organisation":"${organisation}"`)
      ? undefined
      : `Expected to be ${user}. ${gotOf(heard)}`;

/** Refused in some way, or the page of the web app, which holds nobody's data. */
export const nothingShown: Fault = (heard) => {
  const page = heard.headers["content-type"]?.startsWith("text/html") === true && heard.text.includes("<title>pAIssive</title>");
  const refused = heard.status >= 300 && heard.status < 500;
  return page || refused ? undefined : `Expected a refusal or the web app. ${gotOf(heard)}`;
};

/** Neither a server error nor a success: the request was seen to be wrong. */
export const seenThrough: Fault = (heard) => (heard.status >= 400 && heard.status < 500 ? undefined : `Expected a 4xx. ${gotOf(heard)}`);

/** Whatever it is, nothing broke. */
export const unbroken: Fault = (heard) => (isBroken(heard) ? `Something broke. ${gotOf(heard)}` : undefined);

/** All of them find nothing. */
export const both =
  (...faults: Fault[]): Fault =>
  (heard) =>
    faults.map((fault) => fault(heard)).find((found) => found !== undefined);

export function gotOf({ status, text }: Heard): string {
  return `It was answered ${status}: ${text.slice(0, 160)}`;
}

export const me = "/api/v1/auth/me";
export const asJson = { "content-type": "application/json" };
