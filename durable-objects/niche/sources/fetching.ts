/**
 * The effect that fetches from a source. Each time it is started it asks for one page, reads it, keeps what it takes of it and comes back later; when
 * there is no more to ask for now, what is new of all pages becomes evidence in the turn that ends the fetch.
 */
import type { Fetched, SourceProblem } from "../../../workers/niche-analysis/domain/sources/connector.ts";
import { connectorOf } from "../../../workers/niche-analysis/domain/sources/connectors.ts";
import type { Asker, TurnEnd } from "../../../workers/niche-analysis/domain/sources/host-turns.ts";
import { errors } from "../../../contracts/errors.ts";
import type { SourceSettings } from "../../../contracts/services/niche-sources.ts";
import type { EffectTools } from "../../kernel/blueprint.ts";
import type { EffectHandler, EffectOutcome, EffectTask } from "../../kernel/types.ts";
import { saltOf } from "../author-salt.ts";
import type { NicheCommand } from "../commands.ts";
import type { NicheEnv } from "../env.ts";
import { discard } from "../staging.ts";
import { anonymous, ask } from "./asking.ts";
import { importPages, takePage } from "./importing.ts";
import { fetchAttempts, fetchInputSchema } from "./plan.ts";
import { forgetPages, keepPage, progressOf } from "./rows.ts";
import { allowsLoopback, servicesOf, spacingOf, tokenOf } from "./settings.ts";

/** Pages of one fetch; the next goes on where it ended. */
export const maxPages = 5;
/** A service that wants to be left alone longer is left to the next fetch. */
const longestPauseMs = 5 * 60_000;

type Outcome = EffectOutcome<NicheCommand>;

export function fetchSource({ env, sql }: EffectTools<NicheEnv>): EffectHandler<NicheCommand> {
  return async (task) => {
    const { sourceId, run, settings, cursor: before } = fetchInputSchema.parse(task.input);
    const way = connectorOf(settings);
    const here = { source: sourceId, run };
    const progress = progressOf(sql, here);
    if (!progress.ended) {
      const token =
        "token" in settings && settings.token !== undefined ? tokenOf(env, task.identity.organisation, settings.token) : undefined;
      if ("token" in settings && settings.token !== undefined && token === undefined) return failing(sql, task, noToken(settings.token));
      const cursor = progress.next ?? way.begin(settings as never, before, Date.now());
      const request = way.request(settings as never, cursor, { services: servicesOf(env), token });
      const spacingMs = spacingOf(env) ?? (token === undefined ? way.spacingMs.anonymous : way.spacingMs.withToken);
      // Before the page: nothing is asked for that cannot be taken in.
      const authorSalt = await saltOf(env.NICHE_ANALYSIS_DB, task.identity.organisation);
      const asker: Asker = {
        ticket: `${task.identity.organisation}/${stagingOf(task)}`,
        quota: token === undefined ? anonymous : `${task.identity.organisation}/${"token" in settings ? settings.token : ""}`,
        spacingMs,
      };
      const asked = await ask(request, {
        allowLoopback: allowsLoopback(env),
        asker,
        turnsOf: (host) => env.SOURCE_HOST.getByName(host),
        now: () => Date.now(),
        signal: task.signal,
      });
      if ("wait" in asked) return { status: "waiting", afterMs: asked.wait };
      if ("problem" in asked) return failing(sql, task, asked.problem);
      const fetched = way.read(settings as never, cursor, asked.answer);
      await asked.leave(endOf(fetched));
      if (!fetched.ok) return failing(sql, task, fetched.problem, asked.answer.status === 410);
      const { page } = fetched;
      const ended = !page.more || progress.pages + 1 >= maxPages || page.pauseMs > longestPauseMs;
      const taken =
        page.records === 0 ? undefined : await takePage(page.file, { name: nameOf(settings), authorSalt, rowsBefore: progress.rows });
      if (taken?.ok === false) return failing(sql, task, taken.problem);
      // Whoever paused or removed the source meanwhile has forgotten its pages.
      if (task.signal.aborted) return { status: "waiting", afterMs: 1 };
      const { records, next, more } = page;
      keepPage(sql, here, { number: progress.pages, reading: taken?.reading, records, next, more, ended }, Date.now());
      if (!ended) return { status: "waiting", afterMs: Math.max(spacingMs, page.pauseMs) };
    }
    return finish(sql, task, here);
  };
}

/** What an answer wants of everybody who asks its host next. */
function endOf(fetched: Fetched): TurnEnd {
  if (fetched.ok) return { failed: false, pauseMs: { all: 0, quota: fetched.page.pauseMs } };
  const { code, afterMs = 0 } = fetched.problem;
  // Who has asked too often says nothing of others; a host that is out of order does.
  const limited = code === "rate_limited";
  return { failed: code === "unavailable", pauseMs: { all: limited ? 0 : afterMs, quota: limited ? afterMs : 0 } };
}

/** Everything that is needed is here: nothing is asked for any more, however often this is done again. */
function finish(sql: SqlStorage, task: EffectTask, here: { source: string; run: number }): Outcome {
  const { cursor: before } = fetchInputSchema.parse(task.input);
  const { pages, records, next, more } = progressOf(sql, here);
  const data = { sourceId: here.source, run: here.run, cursor: next ?? before ?? {}, more, pages };
  if (records === 0)
    return {
      status: "done",
      command: { type: "fetched", data: { ...data, read: 0, kept: 0, droppedBy: {} } },
      write: () => forgetPages(sql, here),
    };
  const imported = importPages(sql, { run: here, staging: stagingOf(task) });
  if (!imported.ok) return failing(sql, task, imported.problem);
  return {
    status: "done",
    command: () => {
      const { batchId, added, copies, report } = imported.counted();
      const { read, kept, droppedBy } = report;
      return {
        type: "fetched",
        data: { ...data, read, kept, droppedBy },
        ...(added + copies > 0 && { imported: { batchId, added, copies, report } }),
      };
    },
    write: () => {
      imported.write();
      forgetPages(sql, here);
    },
  };
}

/** Tried again by the kernel while that may help soon; then said, and left to the next fetch. */
function failing(sql: SqlStorage, task: EffectTask, { retryable, afterMs = 0, ...error }: SourceProblem, gone = false): Outcome {
  if (retryable && task.attempt < fetchAttempts && afterMs <= longestPauseMs)
    return { status: "failed", fault: { code: error.code, detail: error.detail, retryable: true, retryAfter: afterMs / 1000 } };
  const { sourceId, run } = fetchInputSchema.parse(task.input);
  const more = { ...(afterMs > 0 && { afterMs }), ...(gone && { gone }) };
  return {
    status: "done",
    command: { type: "fetch-failed", sourceId, run, error, ...more },
    write: () => {
      forgetPages(sql, { source: sourceId, run });
      discard(sql, stagingOf(task));
    },
  };
}

/** Shown as the source of each text. */
function nameOf(settings: SourceSettings): string {
  return connectorOf(settings)
    .name(settings as never)
    .slice(0, 255);
}

function stagingOf(task: EffectTask): string {
  return `${task.identity.id}:${task.id}`;
}

function noToken(name: string): SourceProblem {
  return {
    code: "forbidden",
    detail: `There is no token named ${name} for this organisation any more.`,
    remedy: "Ask whoever runs the installation to set it, or add this source anew without one.",
    retryable: errors.forbidden.retryable,
  };
}
