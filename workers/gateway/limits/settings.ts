/** How many requests whom is allowed: quotas per plan, as the installation configures them (`RATE_LIMITS`, JSON). */
import * as z from "zod";
import { idSchema } from "../../../contracts/ids.ts";
import { parse, type Result } from "../../../contracts/result.ts";

/** Longer windows would need levels that survive a restart. */
const quotaSchema = z.object({ tokens: z.int().min(1).max(10_000_000), seconds: z.int().min(1).max(600) });

/** What one plan allows, each for itself: a request must find all of them open that concern it. */
const planSchema = z.strictObject({ key: quotaSchema, user: quotaSchema, organisation: quotaSchema });
export type Plan = z.infer<typeof planSchema>;

const settingsSchema = z.strictObject({
  plans: z.record(z.string(), planSchema),
  /** The plan of every organisation that is not named. */
  plan: z.string(),
  organisations: z.record(idSchema("organisation"), z.string()),
  /** Of one client's address, signed in or not; for IPv6 its /64. */
  address: quotaSchema,
  /** Of one client's address, for what comes before a credential: signing up and in. */
  signIn: quotaSchema,
});
export type LimitSettings = z.infer<typeof settingsSchema>;

/** Far above what the web app and one program need, and below what would make others wait. */
const standard: Plan = {
  key: { tokens: 6_000, seconds: 60 },
  user: { tokens: 6_000, seconds: 60 },
  organisation: { tokens: 12_000, seconds: 60 },
};

export const defaults: LimitSettings = {
  plans: { standard },
  plan: "standard",
  organisations: {},
  address: { tokens: 18_000, seconds: 60 },
  signIn: { tokens: 60, seconds: 60 },
};

const overridesSchema = settingsSchema.partial().superRefine((given, context) => {
  const plans = { ...defaults.plans, ...given.plans };
  const named = [...(given.plan === undefined ? [] : [given.plan]), ...Object.values(given.organisations ?? {})];
  for (const name of named.filter((one) => !Object.hasOwn(plans, one)))
    context.addIssue({ code: "custom", message: `there is no plan ${name}` });
});

/** The defaults with what `text` says instead. `invalid_input` says what is wrong with it. */
export function limitSettings(text: string): Result<LimitSettings> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    given = undefined;
  }
  const overrides = parse(overridesSchema, given);
  if (!overrides.ok) return overrides;
  return { ok: true, value: { ...defaults, ...overrides.value, plans: { ...defaults.plans, ...overrides.value.plans } } };
}

/** The name of an organisation's plan. */
export function planNameOf({ plan, organisations }: LimitSettings, organisation: string): string {
  return organisations[organisation] ?? plan;
}

/** The plan of an organisation. */
export function planOf(settings: LimitSettings, organisation: string): Plan {
  return settings.plans[planNameOf(settings, organisation)] ?? standard;
}
