/** Effects that give texts their vectors: first the model is asked who it is, then chunk after chunk goes through it. */
import { err } from "../../../contracts/result.ts";
import type { EffectTools } from "../../kernel/blueprint.ts";
import type { EffectHandler, EffectTask } from "../../kernel/types.ts";
import type { NicheCommand } from "../commands.ts";
import type { NicheEnv } from "../env.ts";
import { lackingChunks, lackingRows, leftOf, writeChunk } from "../lacking.ts";
import { embedInputSchema, prepareInputSchema } from "../plan.ts";
import { sampleIds } from "../sample.ts";

/** An alias can be pointed at another version at any time, so its present meaning is read off an answer and used from there on. */
const probe = "Which model is this?";

/** Which model the default alias names now, and which chunks lack its vectors. */
export function prepare({ env, sql }: EffectTools<NicheEnv>): EffectHandler<NicheCommand> {
  return async (task) => {
    const { analysisId, through } = prepareInputSchema.parse(task.input);
    const answer = await env.AI_MODELS.embed(task.principal, { texts: [probe], isolated: true, commandId: calleeKey(task) });
    if (!answer.ok) return { status: "failed", fault: answer.error };
    const { model, dimensions } = answer.value;
    const total = sampleIds(sql, through).length;
    const lacking = lackingChunks(sql, { analysisId, through, model });
    const data = { analysisId, model, dimensions, done: total - lacking.rows, total };
    return { status: "done", command: { type: "prepared", windows: lacking.chunks, data } };
  };
}

/**
 * Embeds the rows of one chunk that lack a vector. Vectors are stored and counted in the breath of the turn that says so: chunks that come
 * back at once are told apart, and if a crash comes before, the repetition asks for the same vectors again.
 */
export function embed({ env, sql }: EffectTools<NicheEnv>): EffectHandler<NicheCommand> {
  return async (task) => {
    const { analysisId, through, window, model, total } = embedInputSchema.parse(task.input);
    const embedding = { analysisId, through, model };
    const embedded = (nodeId?: string): NicheCommand => {
      const left = leftOf(sql, embedding);
      const data = { analysisId, model, done: total - left.rows, total, chunksLeft: left.chunks };
      return { type: "embedded", data: { ...data, ...(nodeId === undefined ? {} : { nodeId }) } };
    };
    const rows = lackingRows(sql, embedding, window);
    if (rows.length === 0) return { status: "done", command: () => embedded() };
    const texts = rows.map(({ text }) => text);
    const answer = await env.AI_MODELS.embed(task.principal, {
      model,
      texts,
      isolated: true,
      priority: "background",
      commandId: calleeKey(task),
    });
    if (!answer.ok) return { status: "failed", fault: answer.error };
    const { model: answered, vectors, nodeId } = answer.value;
    if (answered !== model) return { status: "failed", fault: wrongModel(model, answered) };
    const ids = rows.map(({ id }) => id);
    return {
      status: "done",
      command: () => {
        writeChunk(sql, embedding, window, { ids, vectors });
        return embedded(nodeId);
      },
    };
  };
}

/** Effect ids are unique within the niche only; the callee serves many. */
function calleeKey(task: EffectTask): string {
  return `${task.identity.id}:${task.id}`;
}

function wrongModel(from: string, to: string) {
  return err("conflict", `Vectors of ${from} were asked for and those of ${to} came. Start the analysis again.`).error;
}
