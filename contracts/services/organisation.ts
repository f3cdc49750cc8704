/** REST shapes of an organisation itself: its name, and what it demands of its members. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";
import { originSchema } from "../origin.ts";
import { roles } from "../principal.ts";

/** Origins that one organisation may let in. */
const mostOrigins = 20;
const origins = z.array(originSchema).max(mostOrigins);
const name = filledText(100);

/** Organisations that one person may own: more would be a way around the limits of one. */
export const mostOwned = 10;

/** `GET /api/v1/auth/organisation`. */
export const ownOrganisationSchema = z.object({
  id: z.string(),
  /** Another one after every change. */
  version: z.int().min(1),
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** True: members without a second factor can do nothing here but set one up. */
  secondFactorRequired: z.boolean(),
  /** True: this installation demands one of everybody, whatever the organisation says. */
  secondFactorRequiredOfAll: z.boolean(),
  /** Of web pages that may use the API with the organisation's keys. */
  origins,
  /** The caller's role. */
  role: z.enum(roles),
});
export type OwnOrganisation = z.infer<typeof ownOrganisationSchema>;

/** `POST /api/v1/auth/organisations`: the caller owns it. */
export const newOrganisationSchema = z.object({ name });
export type NewOrganisation = z.infer<typeof newOrganisationSchema>;

/** `PATCH /api/v1/auth/organisation`: what is not named stays. */
export const changeOrganisationSchema = z
  .object({ name: name.optional(), secondFactorRequired: z.boolean().optional(), origins: origins.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), { message: "name what is to change" });
export type ChangeOrganisation = z.infer<typeof changeOrganisationSchema>;
