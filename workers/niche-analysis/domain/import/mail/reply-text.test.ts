import { expect, test } from "vitest";
import { replyText } from "./reply-text.ts";

test.each([
  ["a signature", "It broke.\n\n-- \nAnn Example\nHead of Things", "It broke."],
  ["quoted lines", "> did it break?\nIt did.\n> how?\nIt fell.", "It did.\nIt fell."],
  [
    "an answer above the mail it answers",
    "It broke again.\n\nOn Mon, Mar 4, 2024 at 10:11 AM Ann <ann@example.org> wrote:\n\n> Is it fine?\n> Tell us",
    "It broke again.",
  ],
  [
    "an attribution over three lines, and no marks before the older mail",
    "Still broken.\n\nOn Mon, 4 Mar 2024 at 10:11, Ann Example with a long name\n<ann@example.org>\nwrote:\n\nIs it fine?\nTell us",
    "Still broken.",
  ],
  ["an attribution in German", "Geht nicht.\n\nAm 04.03.2024 um 10:11 schrieb Ann:\n> Geht es?", "Geht nicht."],
  ["an attribution in French", "Cassé.\n\nLe lun. 4 mars 2024 à 10:11, Ann <ann@example.org> a écrit :\n\n> Ça va ?", "Cassé."],
  [
    "the header of the mail below",
    "Broken.\n\n________________________________\nFrom: Ann\nSent: Monday\nTo: Bob\nSubject: Fine?\n\nIs it fine?",
    "Broken.",
  ],
  ["a line that announces it", "See below.\n-----Original Message-----\nIs it fine?", "See below."],
  ["a line of the program", "It broke.\n\nSent from my iPhone", "It broke."],
  ["words between the lines that are answered", "On 4 Mar 2024, Ann wrote:\n> does it work\nNo.\n> why\nIt fell.", "No.\nIt fell."],
])("cuts %s", (_, mail, said) => {
  expect(replyText(mail).replaceAll(/\n\n+/g, "\n").trim()).toBe(said);
});

test("keeps what only resembles a quote", () => {
  const text = "On my first day I wrote:\nplease fix the export.\nFrom: now on I will not.\nA -- B\n2 > 1 is true";
  expect(replyText(text)).toBe(text);
});

test("words below an attribution are the author's where the quote itself was taken out", () => {
  expect(replyText("On 4 Mar 2024, Ann wrote:\nNo, it does not.", true)).toBe("No, it does not.");
});

test("long lines and many attributions take no time", () => {
  const begun = performance.now();
  replyText(`On ${"1 ".repeat(500_000)}`);
  replyText("On 4 Mar\n".repeat(100_000));
  replyText("From: x\n".repeat(100_000));
  expect(performance.now() - begun).toBeLessThan(5_000);
});
