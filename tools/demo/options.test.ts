import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../system/user-error.ts";
import { demoOptions, isBinary, usage } from "./options.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paissive-options-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The line that the user sees; fails when the arguments are accepted. */
function refusal(args: string[]): string {
  try {
    demoOptions(args);
  } catch (cause) {
    if (cause instanceof UserError) return cause.message;
    throw cause;
  }
  throw new Error(`accepted ${args.join(" ")}`);
}

describe("the demo's options", () => {
  it("are the bundled reviews, a free port and a report beside the project unless told otherwise", () => {
    expect(demoOptions([])).toEqual({
      json: false,
      keep: false,
      evidence: undefined,
      columns: {},
      port: undefined,
      out: resolve("demo-report"),
      state: undefined,
    });
  });

  it("take a file with the columns that are named, and nothing for those that are not", () => {
    const path = fileOf("reviews.csv", "body,who\nIt broke.,Ann\n");
    const args = [
      "--evidence",
      path,
      "--text",
      "body",
      "--author",
      "who",
      "--json",
      "--keep",
      "--port",
      "8787",
      "--out",
      "r",
      "--state",
      "s",
    ];
    expect(demoOptions(args)).toEqual({
      json: true,
      keep: true,
      evidence: path,
      columns: { text: "body", author: "who" },
      port: 8_787,
      out: resolve("r"),
      state: resolve("s"),
    });
    expect(demoOptions(["--evidence", path, "--date", "d", "--rating", "r"]).columns).toEqual({ date: "d", rating: "r" });
  });

  it.each(["0", "65536", "-1", "80.5", "http", ""])("know no port %j", (port) => {
    expect(refusal([`--port=${port}`])).toContain("1 to 65535");
  });

  it("know the ports from 1 to 65535", () => {
    expect([demoOptions(["--port", "1"]).port, demoOptions(["--port", "65535"]).port]).toEqual([1, 65_535]);
  });

  it.each(["text", "author", "date", "rating"])("take --%s only with a file whose column it names", (column) => {
    expect(refusal([`--${column}`, "x"])).toContain("--evidence FILE");
  });

  it("explain themselves when asked, and point there when misspelt", () => {
    expect(refusal(["--help"])).toBe(usage);
    expect(refusal(["--evidnce", "x"])).toMatch(/--evidnce.* Try npm run demo -- --help\.$/);
    expect(refusal(["--port"])).toContain("--help");
  });

  it.each(["is empty", "is a binary file", "is not a file", "There is no file"])(
    "say beforehand when a file cannot be evidence: %s",
    (reason) => {
      const path = {
        "is empty": () => fileOf("empty.csv", ""),
        "is a binary file": () => fileOf("photo.csv", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])),
        "is not a file": () => folder,
        "There is no file": () => join(folder, "absent.csv"),
      }[reason];
      const message = refusal(["--evidence", path?.() ?? ""]);
      expect(message).toContain(reason);
      expect(message).toContain(folder);
      expect(message).not.toContain("\n");
    },
  );
});

describe("telling text from binary", () => {
  const text = "text,author\nThe café closed., Zoë\n";
  const utf16 = Buffer.from(text, "utf16le");

  it.each<[string, Uint8Array]>([
    ["UTF-8", Buffer.from(text)],
    ["UTF-16 little-endian", utf16],
    ["UTF-16 big-endian", Buffer.from(utf16).swap16()],
    ["UTF-16 one letter in five of which is Greek", Buffer.from("the café α: and its price β: it is high γδε.", "utf16le")],
    ["UTF-16 of Greek, whose bytes are never zero, with its mark", Buffer.from("\ufeffκείμενο", "utf16le")],
    ["UTF-16 big-endian of Greek with its mark and one zero", Buffer.from("\ufeffκεί μενο", "utf16le").swap16()],
    ["nothing", new Uint8Array()],
  ])("takes %s for text", (_, bytes) => {
    expect(isBinary(bytes)).toBe(false);
  });

  it.each<[string, Uint8Array]>([
    ["a PNG", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82])],
    ["an SQLite file", Buffer.from("SQLite format 3\0\u0010\0\u0001\u0001")],
    ["text with one zero byte in it", Buffer.from(`${text}\0${text}`)],
    ["zeros", new Uint8Array(64)],
  ])("takes %s for binary", (_, bytes) => {
    expect(isBinary(bytes)).toBe(true);
  });
});
