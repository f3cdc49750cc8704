/** REST shapes of signing a device in that has no browser: RFC 8628, in JSON, and with an API key as its token. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";
import { scopes } from "../principal.ts";
import { createdApiKeySchema } from "./auth.ts";

export const devicePolicy = {
  /** For so long a person can approve (RFC 8628, `expires_in`). */
  minutes: 10,
  /** So far apart a device asks (`interval`). */
  intervalSeconds: 5,
  /** How long the key lives. */
  keyDays: 90,
} as const;

/** `POST /api/v1/auth/device`. */
export const deviceRequestSchema = z.object({
  /** What the person is shown: `paissive on thinkpad`. */
  name: filledText(100),
  /** At most these are given; all that the person has when left out. */
  scopes: z.array(z.enum(scopes)).min(1).optional(),
});
export type DeviceRequest = z.infer<typeof deviceRequestSchema>;

export const deviceGrantSchema = z.object({
  /** The device keeps it and asks with it. */
  deviceCode: z.string(),
  /** The person enters it: `WDJB-MJHT`. */
  userCode: z.string(),
  verificationUri: z.string(),
  verificationUriComplete: z.string(),
  /** Seconds. */
  expiresIn: z.int(),
  /** Seconds. */
  interval: z.int(),
});
export type DeviceGrant = z.infer<typeof deviceGrantSchema>;

/** `POST /api/v1/auth/device/token`. */
export const deviceTokenSchema = z.object({ deviceCode: z.string().min(1).max(200) });

export const devicePendingSchema = z.object({ status: z.literal("pending"), interval: z.int() });

export const deviceKeySchema = createdApiKeySchema.extend({ organisation: z.string() });
export type DeviceKey = z.infer<typeof deviceKeySchema>;

/** `GET /api/v1/auth/devices/{code}`: what waits for the person's word. */
export const deviceViewSchema = z.object({
  userCode: z.string(),
  name: z.string(),
  /** What the key will allow: what was asked for, as far as the person may. */
  scopes: z.array(z.enum(scopes)),
  expiresAt: z.iso.datetime(),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;

/** `POST /api/v1/auth/devices/{code}`. */
export const deviceDecisionSchema = z.object({ decision: z.enum(["approved", "denied"]) });
