import { expect, test } from "vitest";
import { invitationLetter, resetLetter } from "./letters.ts";

test("a link carries its token where browsers keep it from servers and referrers", () => {
  const { text } = resetLetter("https://app.example", "tok");
  expect(text).toContain("\nhttps://app.example/reset-password#tok\n");
  expect(text).toContain("30 minutes");
});

test("the name of an organisation cannot begin a header of its own", () => {
  const { subject } = invitationLetter("https://app.example", {
    organisation: "Looms\r\nBcc: all@example.com",
    role: "editor",
    token: "t",
  });
  expect(subject).toBe("Join Looms Bcc: all@example.com on pAIssive");
});
