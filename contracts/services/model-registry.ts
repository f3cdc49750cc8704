/** The registry of the AI Models service: versions with what is known of them, and aliases, which mean one version or two. */
import * as z from "zod";
import { fallbackPolicySchema, type FallbackRequest } from "../model-fallback.ts";
import { modelManifestSchema, releaseSchema } from "../model-manifest.ts";
import { nodeModelSchema } from "../node-protocol.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import type { ModelView } from "./ai-models.ts";

const modelName = z.string().min(1).max(200);
/** A digest, a semantic version, or a range of them (`^1.2.0`, of which the highest is meant). */
const versionSchema = z.string().min(1).max(200);
export const aliasNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, "must be lower-case letters, digits, dots, dashes or underscores");

export const moveAliasRequestSchema = z.object({ alias: aliasNameSchema, model: modelName, version: versionSchema });
export type MoveAliasRequest = z.infer<typeof moveAliasRequestSchema>;

export const setCanaryRequestSchema = moveAliasRequestSchema.extend({
  /** Share of organisations that get this version. Each stays on its side; a higher share only adds to them. */
  percent: z.number().min(0.01).max(99.99),
});
export type SetCanaryRequest = z.infer<typeof setCanaryRequestSchema>;

const meantSchema = z.object({
  /** Registry name. */
  name: z.string(),
  version: z.string(),
  /** Its semantic version, if it has one. */
  release: z.string().nullable(),
});
const canarySchema = meantSchema.extend({ percent: z.number() });

/** Why an alias changed. */
export const aliasChanges = [
  "first-version",
  "version-gone",
  "moved-by-hand",
  "canary-set",
  "canary-ended",
  "promoted",
  "rolled-back",
] as const;
export type AliasChange = (typeof aliasChanges)[number];

export const aliasSchema = z.object({
  alias: z.string(),
  /** Another one after every change of what it means or of its fallback; what a change names in `If-Match`. (A version is a model's here.) */
  revision: z.int().min(0),
  /** What it means, to all organisations that are not in the canary. */
  model: meantSchema,
  canary: canarySchema.nullable(),
  /** True: a person set it, and no joining node moves it. */
  pinned: z.boolean(),
  changedAt: z.iso.datetime(),
  /** Null: none. */
  fallback: fallbackPolicySchema.nullable(),
});
export type AliasView = z.infer<typeof aliasSchema>;

export const aliasDetailSchema = aliasSchema.extend({
  /** What it has meant, the latest first; at most 200. */
  history: z.array(
    z.object({
      at: z.iso.datetime(),
      change: z.enum(aliasChanges),
      model: meantSchema,
      canary: canarySchema.nullable(),
      /** Id of the principal or of the node that caused it; null where it was not noted. */
      by: z.string().nullable(),
    }),
  ),
});
export type AliasDetail = z.infer<typeof aliasDetailSchema>;

/** A version registered by hand, before any node serves it. */
export const registerVersionRequestSchema = nodeModelSchema.extend({
  name: z.string().regex(/^[!-?A-~]{1,200}$/, "must be 1 to 200 ASCII characters without `@` or spaces"),
  version: z.string().regex(/^[!-?A-~]{1,200}$/, "must be 1 to 200 ASCII characters without `@` or spaces"),
  manifest: modelManifestSchema,
});
export type RegisterVersionRequest = z.input<typeof registerVersionRequestSchema>;

export const nameReleaseRequestSchema = z.object({ release: releaseSchema });

/** `expected`, here and below: the revision of the alias that is to be changed, 0 for none; `precondition_failed` when it is at another one. */
export interface ModelRegistry {
  /** Every alias. Needs `models:read`. */
  aliases(principal: Principal): Promise<Result<AliasView[]>>;
  /** One alias and what it has meant. Needs `models:read`. */
  alias(principal: Principal, alias: string): Promise<Result<AliasDetail>>;
  /**
   * Points an alias at one version and pins it there; a canary ends. Needs the operator, as all that follow. `not_found` when there is no such
   * version, `conflict` when it is retired or the alias has the name of a model.
   */
  moveAlias(principal: Principal, request: MoveAliasRequest, expected?: number): Promise<Result<ModelView>>;
  /** Gives a share of organisations another version. Faults as of `moveAlias`; `conflict` when it is of another task, or what the alias means already. */
  setCanary(principal: Principal, request: SetCanaryRequest, expected?: number): Promise<Result<AliasView>>;
  /** Everybody gets what the alias means. Nothing happens without a canary. */
  endCanary(principal: Principal, alias: string, expected?: number): Promise<Result<AliasView>>;
  /** The canary becomes what the alias means. `conflict` without one. */
  promote(principal: Principal, alias: string, expected?: number): Promise<Result<AliasView>>;
  /**
   * Back to what the alias meant before: a canary ends; without one the alias means the version that it meant before this one, and the
   * next call the one before that. `conflict` when there is none, or when that one is retired.
   */
  rollBack(principal: Principal, alias: string, expected?: number): Promise<Result<AliasView>>;
  /** What is asked when the alias's own version cannot answer; null: nothing. `not_found` for an alias or a listed model that is not there. */
  setFallback(principal: Principal, alias: string, policy: FallbackRequest | null, expected?: number): Promise<Result<AliasView>>;
  /** Registers a version before any node brings it. The same again changes nothing; `conflict` with other properties. */
  registerVersion(principal: Principal, request: RegisterVersionRequest): Promise<Result<ModelView>>;
  /** Gives a version its semantic version, for good. `conflict` when it has another, or when another version of the model has it. */
  nameRelease(principal: Principal, reference: string, release: string): Promise<Result<ModelView>>;
  /** From now on no call gets this version. `conflict` while an alias or its canary means it. Not to be undone. */
  retireVersion(principal: Principal, reference: string): Promise<Result<ModelView>>;
}
