import { describe, expect, it } from "vitest";
import { termsOf } from "./terms.ts";

const keys = (text: string) => [...termsOf(text).keys()];
const forms = (text: string) => [...termsOf(text).values()].map(({ form }) => form);

describe("the terms of a text", () => {
  it("are its words and its pairs of neighbours, without stop words between", () => {
    expect(forms("Battery life is short")).toEqual(["battery", "life", "battery life", "short"]);
  });

  it("form no pair across punctuation, a dash or a number, but across a hyphen within a word", () => {
    expect(forms("battery, life")).toEqual(["battery", "life"]);
    expect(forms("battery - life")).toEqual(["battery", "life"]);
    expect(forms("battery--life")).toEqual(["battery", "life"]);
    expect(forms("battery 2000 life")).toEqual(["battery", "life"]);
    expect(forms("noise-cancelling headset")).toEqual(["noise-cancelling", "headset", "noise-cancelling headset"]);
  });

  it.each([
    ["batteries", "battery"],
    ["boxes", "box"],
    ["watches", "watch"],
    ["brushes", "brush"],
    ["glasses", "glass"],
    ["cables", "cable"],
    ["glass", "glass"],
    ["virus", "virus"],
    ["basis", "basis"],
    ["gas", "gas"],
    ["ties", "ty"],
    ["tie", "tie"],
    ["axes", "axe"],
    ["alexa's", "alexa"],
    ["users'", "user"],
  ])("count %s with %s", (word, key) => {
    expect(keys(word)).toEqual([key]);
  });

  it("count each once, under the form that came last", () => {
    expect([...termsOf("Battery and batteries")]).toEqual([["battery", { key: "battery", form: "batteries" }]]);
  });

  it("leave out single letters, numbers and what the caller has said to leave out", () => {
    expect(forms("x 24 3-4 usb")).toEqual(["usb"]);
    expect([...termsOf("battery life", new Set(["life"])).keys()]).toEqual(["battery"]);
    // The plural of a stop word is one too.
    expect([...termsOf("cables snap", new Set(["cable"])).keys()]).toEqual(["snap"]);
  });

  it("know letters beyond English and both apostrophes", () => {
    expect(forms("Bäckerei’s Öfen")).toEqual(["bäckerei", "öfen", "bäckerei öfen"]);
  });
});
