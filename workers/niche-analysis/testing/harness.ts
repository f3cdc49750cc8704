/** A running service for the system tests, with the few requests that they make again and again. */
import { readdirSync, readFileSync } from "node:fs";
import { createTestHarness, unstable_startWorker, type TestHarness } from "wrangler";
import * as z from "zod";
import type { FeedFrame } from "../../../contracts/actor.ts";
import { eventEnvelopeSchema, type EventEnvelope } from "../../../contracts/events/index.ts";
import type { Fault, Result } from "../../../contracts/result.ts";
import type { ProjectionVerification } from "../../../contracts/services/common.ts";
import { importReportSchema, nicheDetailSchema, type ImportReport, type NicheDetail } from "../../../contracts/services/niche-analysis.ts";

const verificationSchema = z.object({
  ok: z.literal(true),
  value: z.object({
    projections: z.array(z.object({ name: z.string(), rows: z.int() })),
    mismatches: z.array(z.object({ projection: z.string(), key: z.string(), expected: z.unknown(), actual: z.unknown() })),
    mismatchCount: z.int(),
  }),
});
const configPath = new URL("wrangler.toml", import.meta.url).pathname;
/** The organisation that the testing door gives to callers who name none. */
export const organisation = "org_00000000000000000000000001";

export interface ModelScript {
  model?: string;
  fault?: Fault;
  failAfter?: number;
  delayMs?: number;
}

export class RunningService {
  readonly #harness: Pick<TestHarness, "close"> & Partial<Pick<TestHarness, "getWorker">>;
  readonly url: string;

  private constructor(harness: Pick<TestHarness, "close"> & Partial<Pick<TestHarness, "getWorker">>, url: string) {
    this.#harness = harness;
    this.url = url;
  }

  /** In a Worker whose requests go out of the runtime itself: those of the test harness run through Node, which follows redirects. */
  static async startReachingOut(vars: Record<string, string>): Promise<RunningService> {
    const worker = await unstable_startWorker({
      config: configPath,
      bindings: Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, { type: "plain_text", value }])),
      dev: { server: { hostname: "127.0.0.1", port: 0 }, inspector: false, watch: false, persist: false, logLevel: "none" },
    });
    await worker.ready;
    const service = new RunningService({ close: () => worker.dispose() }, (await worker.url).href);
    const folder = new URL("../migrations/", import.meta.url).pathname;
    const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
    const statements = files.toSorted().flatMap((name) => readFileSync(`${folder}${name}`, "utf8").split("--> statement-breakpoint"));
    await service.request("POST", "/testing/migrations", statements);
    return service;
  }

  static async start(): Promise<RunningService> {
    process.env["X_LOCAL_OBSERVABILITY"] = "false";
    process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
    const harness = createTestHarness({ workers: [{ configPath }] });
    const { url } = await harness.listen();
    await harness.getWorker().applyD1Migrations("NICHE_ANALYSIS_DB");
    return new RunningService(harness, url.href);
  }

  stop(): Promise<void> {
    return this.#harness.close();
  }

  request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    return fetch(new URL(path, this.url), { method, headers: { "content-type": "application/json", ...headers }, ...json });
  }

  async json<T>(schema: z.ZodType<T>, answer: Response | Promise<Response>): Promise<T> {
    const response = await answer;
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return schema.parse(JSON.parse(text));
  }

  create(name: string, headers?: Record<string, string>, query = ""): Promise<NicheDetail> {
    return this.json(nicheDetailSchema, this.request("POST", `/api/v1/niches${query}`, { name }, headers));
  }

  upload(nicheId: string, file: BodyInit, query = "fileName=reviews.csv", type = "text/csv"): Promise<Response> {
    const init: RequestInit & { duplex: "half" } = { method: "POST", headers: { "content-type": type }, body: file, duplex: "half" };
    return fetch(new URL(`/api/v1/niches/${nicheId}/evidence?${query}`, this.url), init);
  }

  import(nicheId: string, file: string, query?: string, type?: string): Promise<ImportReport> {
    return this.json(importReportSchema, this.upload(nicheId, file, query, type));
  }

  niche(id: string): Promise<NicheDetail> {
    return this.json(nicheDetailSchema, this.request("GET", `/api/v1/niches/${id}`));
  }

  async analyse(id: string, headers?: Record<string, string>): Promise<void> {
    await this.json(nicheDetailSchema, this.request("POST", `/api/v1/niches/${id}/analyses`, { seed: 1 }, headers));
  }

  /** Tells the model how the next calls go; anything not named is as usual. */
  async model(script: ModelScript): Promise<void> {
    await this.request("POST", "/testing/model", script);
  }

  /** What the auth service says of whoever asked for something, from now on. */
  async standing(now: string): Promise<void> {
    await this.request("POST", "/testing/standing", now);
  }

  calls(): Promise<Record<string, number>> {
    return this.json(z.record(z.string(), z.number()), this.request("GET", "/testing/calls"));
  }

  /** Events of a niche that have reached the bus. */
  async events(nicheId: string): Promise<EventEnvelope[]> {
    const all = await this.json(z.array(eventEnvelopeSchema), this.request("GET", "/testing/events"));
    return all.filter(({ subject }) => subject === `niche/${organisation}/${nicheId}`).toSorted((a, b) => a.sequence - b.sequence);
  }

  /** The service's own comparison of its tables with the fold of the events that have reached the bus. */
  async verification(): Promise<ProjectionVerification> {
    return (await this.json(verificationSchema, this.request("GET", "/testing/verification"))).value;
  }

  /** Asks the office of the service's actors; `query` says as whom. */
  async office(method: string, request: object, query = ""): Promise<Result<unknown>> {
    const answer = await this.request("POST", `/testing/office${query}`, { method, request });
    return (await answer.json()) as Result<unknown>;
  }

  /** Ends the actor as a crash does: what is in memory is gone, running effects with it. */
  async crash(nicheId: string): Promise<void> {
    await this.request("POST", `/testing/crash?niche=${nicheId}`);
  }

  /** Ends the queue before a host in the same way. */
  async crashHost(host: string): Promise<void> {
    await this.request("POST", `/testing/crash-host?host=${encodeURIComponent(host)}`);
  }

  /** Parts of unfinished imports that the actor still holds. */
  async stagedParts(nicheId: string): Promise<number> {
    if (!this.#harness.getWorker) throw new Error("only the harness looks into storage");
    const storage = await this.#harness.getWorker().getDurableObjectStorage("NICHE", { name: `${organisation}/${nicheId}` });
    return (await storage.exec("SELECT 1 FROM staged")).length;
  }

  /** Pieces of uploads that the actor still holds. */
  async uploadedPieces(nicheId: string): Promise<number> {
    if (!this.#harness.getWorker) throw new Error("only the harness looks into storage");
    const storage = await this.#harness.getWorker().getDurableObjectStorage("NICHE", { name: `${organisation}/${nicheId}` });
    return (await storage.exec("SELECT 1 FROM upload_pieces")).length;
  }

  /** Effects of the actor that wait or run. */
  async openEffects(nicheId: string): Promise<number> {
    if (!this.#harness.getWorker) throw new Error("only the harness looks into storage");
    const storage = await this.#harness.getWorker().getDurableObjectStorage("NICHE", { name: `${organisation}/${nicheId}` });
    return (await storage.exec("SELECT 1 FROM effects WHERE status IN ('pending', 'running')")).length;
  }

  /** Takes a piece of an upload away that begins at this byte. */
  async losePiece(nicheId: string, at: number): Promise<void> {
    if (!this.#harness.getWorker) throw new Error("only the harness looks into storage");
    const storage = await this.#harness.getWorker().getDurableObjectStorage("NICHE", { name: `${organisation}/${nicheId}` });
    await storage.exec("DELETE FROM upload_pieces WHERE at = ?", at);
  }

  /** Turns the clock of all its uploads by this much. */
  async ageUploads(nicheId: string, byMs: number): Promise<void> {
    if (!this.#harness.getWorker) throw new Error("only the harness looks into storage");
    const storage = await this.#harness.getWorker().getDurableObjectStorage("NICHE", { name: `${organisation}/${nicheId}` });
    await storage.exec("UPDATE uploads SET touched_at = touched_at - ?", byMs);
    await storage.exec("UPDATE effects SET next_at = next_at - ? WHERE type = 'tidy'", byMs);
    // What it remembers of its rows is of before.
    await this.crash(nicheId);
  }

  /** Rows that imports and fetches under way have laid down at the actor. */
  async unfinishedRows(nicheId: string): Promise<number> {
    return this.json(z.number(), this.request("GET", `/testing/unfinished?niche=${nicheId}`));
  }

  /** All that the actor has stored, as text. */
  async everything(nicheId: string): Promise<string> {
    return (await this.request("GET", `/testing/everything?niche=${nicheId}`)).text();
  }

  /** Frames of the live feed until `last` accepts one. */
  feed(nicheId: string, last: (frame: FeedFrame) => boolean, since = 0): Promise<FeedFrame[]> {
    const url = new URL(`/api/v1/niches/${nicheId}/feed?since=${since}`, this.url);
    url.protocol = "ws:";
    const socket = new WebSocket(url.href);
    const frames: FeedFrame[] = [];
    return new Promise((resolve, reject) => {
      socket.addEventListener("message", ({ data }) => {
        // Frames are our own; contracts/actor.ts has their type and no schema.
        const frame = JSON.parse(String(data)) as FeedFrame;
        frames.push(frame);
        if (!last(frame)) return;
        socket.close();
        resolve(frames);
      });
      socket.addEventListener("close", () => reject(new Error(`the feed closed after ${frames.length} frames`)));
      socket.addEventListener("error", () => reject(new Error("the feed failed")));
    });
  }

  /** Waits until an analysis that ends after version `since` has come to its end, told by the feed. */
  async finished(nicheId: string, since = 0): Promise<NicheDetail> {
    const ends = ["opportunity.scored", "analysis.failed"];
    await this.feed(nicheId, (frame) => frame.frame === "event" && ends.includes(frame.event.type), since);
    return this.niche(nicheId);
  }
}
