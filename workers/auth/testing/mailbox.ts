/** A mail provider on this machine: takes what it is handed, or refuses while it is told to. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";

export interface HandedMail {
  key: string;
  authorization: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
}

export interface Mailbox {
  url: string;
  mails: HandedMail[];
  /** How many of the next mails are refused with 503. */
  refuse: number;
  /** The newest mail to `address`, once it is there. */
  to(address: string, subject: string): Promise<HandedMail>;
  close(): void;
}

export async function openMailbox(): Promise<Mailbox> {
  const server = createServer((request, answer) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      if (box.refuse > 0) {
        box.refuse--;
        answer.writeHead(503).end();
        return;
      }
      const { "idempotency-key": key, authorization } = request.headers;
      box.mails.push({
        ...(JSON.parse(text) as Omit<HandedMail, "key" | "authorization">),
        key: String(key),
        authorization: String(authorization),
      });
      answer.writeHead(200).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const box: Mailbox = {
    url: `http://127.0.0.1:${port}/emails`,
    mails: [],
    refuse: 0,
    async to(address, subject) {
      const find = () => box.mails.findLast((mail) => mail.to.includes(address) && mail.subject.includes(subject));
      await expect.poll(find, { timeout: 30_000 }).toBeDefined();
      const mail = find();
      if (!mail) throw new Error("the mail has gone");
      return mail;
    },
    close: () => server.close(),
  };
  return box;
}

/** The token in the link of a mail. */
export function tokenIn({ text }: Pick<HandedMail, "text">): string {
  return /#([\w-]{43})$/m.exec(text)?.[1] ?? "";
}
