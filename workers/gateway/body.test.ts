import { expect, test } from "vitest";
import { checkLength, checkType, metered } from "./body.ts";

const typed = (type: string) => new Headers({ "content-type": type });

test("JSON is taken everywhere, with parameters and in any case", () => {
  expect(checkType(typed("Application/JSON; charset=utf-8"), true, { upload: false }).ok).toBe(true);
});

test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
  "what a foreign form can send (%j) is refused outside uploads",
  (type) => {
    expect(checkType(typed(type), true, { upload: false })).toMatchObject({ error: { code: "unsupported_media" } });
  },
);

test("uploads take tables and texts, not pages", () => {
  expect(checkType(typed("text/csv"), true, { upload: true }).ok).toBe(true);
  expect(checkType(typed("text/html"), true, { upload: true }).ok).toBe(false);
});

test.each([true, false])("a body that is compressed on its way is refused, a file too (upload: %s)", (upload) => {
  const encoded = (encoding: string) => new Headers({ "content-type": "application/json", "content-encoding": encoding });
  expect(checkType(encoded("gzip"), true, { upload })).toMatchObject({ error: { code: "unsupported_media" } });
  expect(checkType(encoded("identity"), true, { upload }).ok).toBe(true);
});

test("without a body the type does not matter", () => {
  expect(checkType(new Headers(), false, { upload: false }).ok).toBe(true);
});

test("a stated length is believed up to the limit", () => {
  const limit = { maxBody: 1_048_576 };
  expect(checkLength(new Headers({ "content-length": "1048576" }), limit).ok).toBe(true);
  expect(checkLength(new Headers({ "content-length": "1048577" }), limit)).toMatchObject({ error: { code: "too_large" } });
  expect(checkLength(new Headers({ "content-length": "many" }), limit).ok).toBe(false);
});

function chunks(...sizes: number[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const size of sizes) controller.enqueue(new Uint8Array(size));
      controller.close();
    },
  });
}

test("a stream up to the limit comes through whole", async () => {
  const meter = metered(chunks(4, 4, 2), 10);
  expect((await new Response(meter.body).arrayBuffer()).byteLength).toBe(10);
  expect(meter.exceeded()).toBe(false);
});

test("a stream over the limit is broken off", async () => {
  const meter = metered(chunks(4, 4, 3, 1_000), 10);
  await expect(new Response(meter.body).arrayBuffer()).rejects.toThrow("too large");
  expect(meter.exceeded()).toBe(true);
});
