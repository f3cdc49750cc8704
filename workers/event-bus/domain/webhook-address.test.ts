import { describe, expect, it } from "vitest";
import { webhookAddress } from "./webhook-address.ts";

const production = { allowLoopback: false };
const laptop = { allowLoopback: true };
const allowed = (text: string, rules = production) => webhookAddress(text, rules).ok;

describe("a webhook's address", () => {
  it.each(["https://hooks.example.com/in", "https://example.com:8443/a?b=c", "https://münchen.de/x", "https://a.b.c.example.org."])(
    "%s is on the public internet",
    (text) => {
      expect(allowed(text)).toBe(true);
    },
  );

  it.each([
    // Every spelling of 127.0.0.1, 169.254.169.254 (cloud metadata) and IPv6 that a URL can hold.
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.8/",
    "https://93.184.215.14/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fd00::1]/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://app.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://router.home.arpa/",
    "https://intranet/",
    "https://db.corp/",
    "http://hooks.example.com/in",
    "ftp://hooks.example.com/in",
    "file:///etc/passwd",
    "https://user:secret@hooks.example.com/in",
    "https://127.0.0.1。/",
    "hooks.example.com/in",
    "",
  ])("%s is refused", (text) => {
    expect(webhookAddress(text, production)).toMatchObject({ ok: false, error: { code: "invalid_input", fields: [{ path: "url" }] } });
  });

  it("may be plain HTTP on the developer's own machine, when that is allowed, and no other private address", () => {
    expect(allowed("http://127.0.0.1:9000/in", laptop)).toBe(true);
    expect(allowed("http://localhost:9000/in", laptop)).toBe(true);
    expect(allowed("http://[::1]:9000/in", laptop)).toBe(true);
    expect(allowed("http://127.0.0.2/", laptop)).toBe(false);
    expect(allowed("http://192.168.0.1/", laptop)).toBe(false);
    expect(allowed("http://hooks.example.com/", laptop)).toBe(false);
  });

  it("is kept without its fragment, which no server sees", () => {
    expect(webhookAddress("https://Hooks.Example.com/in#x", production)).toEqual({ ok: true, value: "https://hooks.example.com/in" });
  });
});
