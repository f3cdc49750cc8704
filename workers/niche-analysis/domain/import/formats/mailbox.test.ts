import { expect, test } from "vitest";
import { readFile } from "../../testing/reading.ts";
import { sha256 } from "../sha256.ts";

const bytesOf = (letters: string) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
/** A mail of a mailbox; letters are bytes. */
const mail = (header: string[], body: string) =>
  ["From ann@example.org Mon Mar  4 10:11:12 2024", "Date: Mon, 4 Mar 2024 10:11:12 +0100", ...header, "", body, "", ""].join("\r\n");
const textsOf = async (...mails: string[]) => (await readFile(bytesOf(mails.join("")))).rows.map(({ text }) => text);

test("reads mails with their date, a hash of the address, and the subject of the first of a thread", async () => {
  const from = "From: =?UTF-8?Q?Ann_M=C3=BCller?= <Ann@Example.org>";
  const file =
    mail(
      [from, "Subject: =?utf-8?B?UsO8Y2tnYWJl?=\r\n =?utf-8?Q?_fehlt?=", "Message-ID: <1@example.org>"],
      "The refund never came, call me at +49 170 1234567",
    ) +
    mail(
      ["From: ann@example.org", "Subject: RE: Return", "Message-ID: <2@example.org>"],
      "It came today.\r\n\r\n> Did it come?\r\n-- \r\nAnn",
    );
  const { rows, report } = await readFile(bytesOf(file), { size: 17 });
  expect(report).toMatchObject({ format: "mbox", recognised: "mailbox", encoding: "mixed", read: 2, kept: 2, masked: 1 });
  expect(rows).toMatchObject([
    {
      text: "Rückgabe fehlt. The refund never came, call me at [phone]",
      date: "2024-03-04T09:11:12.000Z",
      provenance: sha256("mail\n<1@example.org>"),
    },
    { text: "It came today." },
  ]);
  expect(rows[0]?.author).toMatch(/^[0-9a-f]{16}$/);
  expect(rows[1]?.author).toBe(rows[0]?.author);
});

test("every mail has its own character set and way of travelling", async () => {
  const type = (charset: string, encoding: string) => [
    `Content-Type: text/plain; charset="${charset}"`,
    `Content-Transfer-Encoding: ${encoding}`,
  ];
  expect(
    await textsOf(
      mail(type("iso-8859-1", "8bit"), "Das Ger\xe4t f\xe4llt aus"),
      mail(type("utf-8", "8bit"), "Das Ger\xc3\xa4t f\xc3\xa4llt um"),
      mail(type("windows-1252", "quoted-printable"), "The =93new=94 hinge br=\r\noke in two=20\r\ndays =3D soon"),
      mail(type("UTF-8", "base64"), `${btoa("Le caf\xc3\xa9 est ")}\r\n${btoa("trop cher")}\r\n`),
      mail(type("koi8-r", "quoted-printable"), "=F3=CC=CF=CD=C1=CC=CF=D3=D8 =DA=C1 =C4=C5=CE=D8"),
      mail(type("x-unknown", "7bit"), "It says nothing of use"),
    ),
  ).toEqual([
    "Das Gerät fällt aus",
    "Das Gerät fällt um",
    "The “new” hinge broke in two days = soon",
    "Le café est trop cher",
    "Сломалось за день",
    "It says nothing of use",
  ]);
});

test("of a mail in parts the plain text is read, else the HTML; what hangs on it is not", async () => {
  const parts = (kind: string, ...all: string[]) =>
    mail(
      [`Content-Type: multipart/${kind};`, " boundary=b1"],
      ["This is a mail in parts.", ...all.flatMap((part) => ["--b1", part]), "--b1--"].join("\r\n"),
    );
  const plain = "Content-Type: text/plain\r\n\r\nPlain words of mine";
  const html =
    "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Words &amp; <b>markup</b></p><blockquote>Yours</blockquote><p>and more</p>";
  const nested = `Content-Type: multipart/alternative; boundary="b1.2"\r\n\r\n--b1.2\r\n${plain}\r\n--b1.2\r\n${html}\r\n--b1.2--`;
  const attached = "Content-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment\r\n\r\nsecret log of the machine";
  const passedOn = "Content-Type: message/rfc822\r\n\r\nSubject: old\r\n\r\nWords of somebody else";
  expect(
    await textsOf(
      parts("alternative", html, plain),
      parts("alternative", html),
      parts("mixed", nested, attached, passedOn),
      parts("mixed", attached),
    ),
  ).toEqual(["Plain words of mine", "Words & markup and more"]);
});

test("answers of programs, spam and what was sent are no evidence; a mail without words is empty", async () => {
  const { report } = await readFile(
    bytesOf(
      mail(["Auto-Submitted: auto-replied"], "I am out of the office") +
        mail(["Content-Type: multipart/report; boundary=x"], "--x\r\n\r\nYour mail could not be delivered\r\n--x--") +
        mail(["X-Gmail-Labels: Sent,Important"], "We are sorry to hear that") +
        mail(["X-Gmail-Labels: Spam"], "You have won a great prize") +
        mail(["Subject: Three words here"], "> only a quote of yours") +
        mail(["Auto-Submitted: no"], "A person wrote all this"),
    ),
  );
  expect(report).toMatchObject({ read: 6, kept: 1, droppedBy: { "not-evidence": 4, empty: 1 } });
});

test("a mailbox that breaks off, in a header, in base64 or in parts, is read as far as it goes", async () => {
  const file = mail(
    ["Content-Type: multipart/mixed; boundary=b"],
    `--b\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa("The strap broke after two days of use")}`,
  );
  expect(await textsOf(file.slice(0, -8))).toEqual(["The strap broke after two days of us"]);
  const { report } = await readFile(
    bytesOf(`${mail([], "The strap broke")}From ann@example.org Mon Mar  4 10:11:12 2024\r\nSubject: cut o`),
  );
  expect(report).toMatchObject({ read: 2, kept: 1, droppedBy: { empty: 1 } });
});
