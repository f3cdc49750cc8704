import { expect, test } from "vitest";
import { maxRecordCharacters } from "../records.ts";
import { looksLikeMailbox, MailboxReader } from "./mailbox-reader.ts";

function read(text: string, size = text.length || 1) {
  const reader = new MailboxReader();
  const records = [];
  for (let from = 0; from < text.length; from += size) records.push(...reader.push(text.slice(from, from + size)));
  return [...records, ...reader.end()];
}

test.each([
  ["From ann@example.org Sat Jan  3 01:05:34 1996\r\nReceived: from x", true],
  ["From 1789@xxx Mon Jan 01 10:00:00 +0000 2024\nX-GM-THRID: 1789", true],
  ["From - Mon Jan 01 10:00:00 2024\nX-Mozilla-Status: 0001", true],
  ["From what I can tell at 10:00 in 2024 it broke\nand nobody answers", false],
  ["From,To,Text\na,b,it broke", false],
  ["From: Ann\nTo: Bob", false],
])("%j begins a mailbox: %s", (start, is) => {
  expect(looksLikeMailbox(start)).toBe(is);
});

test("mails begin at a separator after a blank line, not at words that resemble one", () => {
  const mail = (subject: string, body: string) => `From a@b.org Mon Jan 01 10:00:00 2024\nSubject: ${subject}\n\n${body}\n\n`;
  const text =
    mail(
      "one",
      "From here on it broke\n\n>From a@b.org Mon Jan 01 10:00:00 2024 it broke\n\nFrom my view, too\nFrom 10:00 on in 2024 it was down",
    ) + mail("two", "fine");
  for (const size of [1, 5, 1000]) {
    expect(read(text, size)).toMatchObject([
      {
        subject: "one",
        text: "From here on it broke\n\nFrom a@b.org Mon Jan 01 10:00:00 2024 it broke\n\nFrom my view, too\nFrom 10:00 on in 2024 it was down",
      },
      { subject: "two", text: "fine" },
    ]);
  }
});

test("a file of 20 MB that hangs on a mail is passed over, in lines or in one", () => {
  const reader = new MailboxReader();
  const records = reader.push(
    'From a@b.org Mon Jan 01 10:00:00 2024\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n\nSee the file.\n--x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n',
  );
  for (let i = 0; i < 160; i++) records.push(...reader.push(`${"iVBORw0K".repeat(8192)}${i % 2 === 0 ? "\n" : ""}`));
  for (let i = 0; i < 160; i++) records.push(...reader.push("iVBORw0K".repeat(8192)));
  expect(160 * 65_536).toBeGreaterThan(9 * maxRecordCharacters);
  records.push(...reader.push("\n--x--\n\nFrom a@b.org Mon Jan 01 10:00:00 2024\nSubject: next\n\nAnother\n"), ...reader.end());
  expect(records).toMatchObject([{ text: "See the file." }, { subject: "next", text: "Another" }]);
});
