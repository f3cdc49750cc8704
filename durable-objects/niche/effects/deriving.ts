/** The effect that makes a niche out of a group of themes: it creates the child, hands over evidence and vectors, starts its analysis. */
import { actorName, type CommandEnvelope } from "../../../contracts/actor.ts";
import { unknownMarket } from "../../../contracts/services/niche-opportunity.ts";
import type { Fault } from "../../../contracts/result.ts";
import type { EffectTools } from "../../kernel/blueprint.ts";
import type { EffectHandler, EffectTask } from "../../kernel/types.ts";
import type { NicheCommand } from "../commands.ts";
import type { NicheEnv } from "../env.ts";
import { copiesIn } from "../occurrences.ts";
import { deriveInputSchema } from "../plan.ts";
import { embeddedRows } from "../sample.ts";
import { membersOf } from "../theme-rows.ts";

/** Rows of one hand-over: with 1,024-dimensional vectors about half a megabyte. */
const partRows = 100;

/**
 * Every step carries a key made of the effect's id, so a repetition after a crash finds what is done. The child starts without
 * assumptions about its market: those of the broader niche say nothing about a part of it.
 */
export function derive({ env, sql }: EffectTools<NicheEnv>): EffectHandler<NicheCommand> {
  return async (task) => {
    const { discoveryId, child, themesBatch, seed, model, copiesThrough } = deriveInputSchema.parse(task.input);
    const { organisation, id: parentId } = task.identity;
    const stub = env.NICHE.getByName(actorName(organisation, child.childId));
    const envelope = (step: string): CommandEnvelope => ({
      id: `${parentId}:${task.id}:${step}`,
      principal: task.principal,
      organisation,
      actorId: child.childId,
    });

    const created = await stub.execute(envelope("create"), { type: "create", name: child.name, market: unknownMarket, parentId });
    // A child that stands already was made by an earlier attempt: its id is derived from this niche and these themes.
    if (!created.ok && created.error.code !== "conflict") return failed(created.error);

    const ids = membersOf(sql, themesBatch, child.themeIds);
    const staging = stagingOf(task);
    let part = 0;
    for (; part * partRows < ids.length; part++) {
      const { rows, vectors } = embeddedRows(sql, ids.slice(part * partRows, (part + 1) * partRows), model);
      const staged = await stub.stage(task.principal, { staging, part, rows });
      if (!staged.ok) return failed(staged.error);
      const received = await stub.receiveVectors(task.principal, { ids: rows.map(({ id }) => id), model, vectors });
      if (!received.ok) return failed(received.error);
    }
    for (const rows of copiesIn(sql, ids, copiesThrough)) {
      const staged = await stub.stage(task.principal, { staging, part: part++, rows });
      if (!staged.ok) return failed(staged.error);
    }
    const inherited = await stub.inherit(envelope("inherit"), { staging, parentId, themeIds: child.themeIds });
    if (!inherited.ok) return failed(inherited.error);
    const started = await stub.analyse(envelope("analyse"), seed);
    if (!started.ok && started.error.code !== "conflict") return failed(started.error);
    return { status: "done", command: { type: "derived", discoveryId, childId: child.childId } };
  };
}

function stagingOf(task: EffectTask): string {
  return `${task.identity.id}:${task.id}`;
}

function failed(fault: Fault): { status: "failed"; fault: Fault } {
  return { status: "failed", fault };
}
