/** Agents of others at the door of a whole system: real services, real keys, both revisions of the protocol. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { message, revisions, toolCall, type Revision } from "../../tools/security/agent.ts";
import { withCredential, type Caller } from "../../tools/security/callers.ts";
import { keyOf, signUp, type Person } from "../../tools/security/people.ts";
import { openStage, type Stage } from "../../tools/security/stage.ts";
import type { Heard, Sent } from "../../tools/security/wire.ts";

interface Answered {
  result?: { tools?: { name: string }[]; content?: { text: string }[]; isError?: boolean; protocolVersion?: string };
  error?: { message: string };
}

let stage: Stage;
let owner: Person;
let reader: Caller;
let writer: Caller;
beforeAll(async () => {
  stage = await openStage("together");
  owner = await signUp(stage, "owner", "looms");
  reader = await keyOf(stage.wire, owner, ["niches:read"]);
  writer = await keyOf(stage.wire, owner, ["niches:read", "niches:write"]);
}, 120_000);
afterAll(async () => stage?.stop());

const send = (sent: Sent, as?: Caller) => stage.wire.send(as ? withCredential(sent, as) : sent);
function answered({ status, text }: Heard): Answered {
  if (status !== 200) throw new Error(`${status} ${text}`);
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as Answered;
}
const call = async (revision: Revision, as: Caller, name: string, given: object) =>
  answered(await send(toolCall(revision, name, given), as)).result ?? {};
const textOf = ({ content }: Awaited<ReturnType<typeof call>>) => JSON.parse(content?.[0]?.text ?? "{}") as Record<string, unknown>;

it("greets a client of the older revision, and answers a younger one without a greeting", async () => {
  const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "proof", version: "1" } };
  expect(answered(await send(message("2025-06-18", "initialize", params), reader)).result?.protocolVersion).toBe("2025-06-18");
  expect(answered(await send(message("2026-07-28", "server/discover", {}), reader)).error).toBeUndefined();
});

describe.each(revisions)("an agent that speaks %s", (revision) => {
  it("is shown the tools that its key allows, and no others", async () => {
    const names = async (as: Caller) =>
      answered(await send(message(revision, "tools/list", {}), as)).result?.tools?.map(({ name }) => name) ?? [];
    const [read, written] = [await names(reader), await names(writer)];
    expect(read).toContain("getNiche");
    expect(read).not.toContain("createNiche");
    expect(written).toEqual(expect.arrayContaining([...read, "createNiche"]));
  });

  it("makes something and reads it again, through the same door as everybody", async () => {
    const made = textOf(await call(revision, writer, "createNiche", { body: { name: `straps ${revision}` } }));
    expect(made).toMatchObject({ name: `straps ${revision}`, id: expect.stringMatching(/^nch_/) });
    expect(textOf(await call(revision, reader, "getNiche", { id: made["id"] }))).toMatchObject({ id: made["id"] });
  });

  it("is told what is wrong by the service: of its input, and of what its key may not", async () => {
    const wrong = await call(revision, writer, "createNiche", { body: { name: 7 } });
    expect([wrong.isError, textOf(wrong)["code"]]).toEqual([true, "invalid_input"]);
    const absent = await call(revision, reader, "getNiche", { id: "nch_00000000000000000000000000" });
    expect([absent.isError, textOf(absent)["code"]]).toEqual([true, "not_found"]);
    expect(await call(revision, reader, "createNiche", { body: { name: "straps" } })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining("There is no tool createNiche") }],
    });
  });
});

it("draws from the address and the key like any request, and says so", async () => {
  const { headers } = await send(message("2025-06-18", "tools/list", {}), reader);
  expect(headers["ratelimit-policy"]).toMatch(/"address";q=\d+.*"key";q=\d+.*"organisation";q=\d+/);
  expect((await send({ method: "GET", path: "/api/v1/services" }, owner)).headers["ratelimit-policy"]).toContain('"address"');
});

it("takes a megabyte and no more, whether or not a length is stated", async () => {
  const large = toolCall("2025-06-18", "createNiche", { body: { name: "x".repeat(1_100_000) } });
  expect((await send(large, writer)).status).toBe(413);
  const { "content-length": _, ...headers } = large.headers ?? {};
  expect((await send({ ...large, headers: { ...headers, "transfer-encoding": "chunked" } }, writer)).status).toBe(413);
});
