/** `/api/v1/auth/device` for devices, `/api/v1/auth/devices/{code}` for the person who lets them in. */
import { createRoute, z } from "@hono/zod-openapi";
import { ok } from "../../../contracts/result.ts";
import {
  deviceDecisionSchema,
  deviceGrantSchema,
  deviceKeySchema,
  devicePendingSchema,
  devicePolicy,
  deviceRequestSchema,
  deviceTokenSchema,
  deviceViewSchema,
} from "../../../contracts/services/device.ts";
import { publicApp, serviceApp } from "../../kit/app.ts";
import { jsonAnswer, jsonBody, problems } from "../../kit/openapi.ts";
import { answer, problem } from "../../kit/problem.ts";
import { decideDevice, redeemDevice, startDevice, waitingDevice } from "../devices.ts";
import { siteOf } from "../domain/mail-settings.ts";
import { accepted, changed, deskOf, ledgerOf, standingOf, type RouteEnv } from "./context.ts";

export const devices = publicApp<RouteEnv>();

devices.openapi(
  createRoute({
    method: "post",
    path: "/",
    operationId: "startDevice",
    request: { body: jsonBody(deviceRequestSchema) },
    responses: { 201: jsonAnswer(deviceGrantSchema, "Codes for the device and for the person"), ...problems },
  }),
  async (c) =>
    answer(c, await startDevice(deskOf(c), deviceRequestSchema.parse(await c.req.json()), siteOf(c.env, c.req.url)), 201, noStore),
);

devices.openapi(
  createRoute({
    method: "post",
    path: "/token",
    operationId: "redeemDevice",
    request: { body: jsonBody(deviceTokenSchema) },
    responses: {
      200: jsonAnswer(deviceKeySchema, "The key of the device, shown here and never again"),
      202: jsonAnswer(devicePendingSchema, "Nobody has decided yet"),
      ...problems,
    },
  }),
  async (c) => {
    const redeemed = await redeemDevice(deskOf(c), deviceTokenSchema.parse(await c.req.json()).deviceCode);
    if (!redeemed.ok) return problem(c, redeemed.error);
    const { value } = redeemed;
    return value === "pending" ? accepted(c, ok({ status: "pending", interval: devicePolicy.intervalSeconds })) : changed(c, ok(value));
  },
);

const noStore = { "cache-control": "no-store" };
const codeParam = z.object({ code: z.string().min(1).max(20) });

export const deviceApprovals = serviceApp<RouteEnv>();

deviceApprovals.openapi(
  createRoute({
    method: "get",
    path: "/{code}",
    operationId: "getWaitingDevice",
    request: { params: codeParam },
    responses: { 200: jsonAnswer(deviceViewSchema, "The device that waits with this code, and what it would be allowed"), ...problems },
  }),
  async (c) => answer(c, await waitingDevice(ledgerOf(c), c.var.principal, c.req.valid("param").code)),
);

deviceApprovals.openapi(
  createRoute({
    method: "post",
    path: "/{code}",
    operationId: "decideDevice",
    request: { params: codeParam, body: jsonBody(deviceDecisionSchema) },
    responses: { 200: jsonAnswer(deviceViewSchema, "The device, which learns of it when it asks next"), ...problems },
  }),
  async (c) => {
    const { decision } = deviceDecisionSchema.parse(await c.req.json());
    return changed(c, await decideDevice(ledgerOf(c), standingOf(c), c.req.valid("param").code, decision));
  },
);
