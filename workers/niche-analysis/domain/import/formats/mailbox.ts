/** Mails of a mailbox file. What they quote, pass on or sign with is cut where they are read. */
import { cellAt } from "./fields.ts";
import { titled, type SourceFormat } from "./source-format.ts";

/** Words before the subject of an answer or of a mail that is passed on. */
const answered = /^\s*(?:re|aw|sv|antw|rv|ref|fwd?|wg|tr)\s*(?:\[\d+\])?\s*:/i;

/** Answers of programs, spam, and what the owner of the mailbox sent is no evidence. The subject of an answer is another mail's. */
export const mailbox: SourceFormat = {
  name: "mailbox",
  used: { text: "subject + text", author: "from", date: "date", nativeId: "messageId", thread: "thread" },
  recognises: (fields) => "messageId" in fields && "automatic" in fields,
  row(fields) {
    const labels = cellAt(fields, "labels").split(/\s*,\s*/);
    if (fields["automatic"] === true || labels.includes("Sent") || labels.includes("Spam")) return "not-evidence";
    const [subject, nativeId] = [cellAt(fields, "subject"), cellAt(fields, "messageId")];
    const [text, thread] = [cellAt(fields, "text"), cellAt(fields, "thread")];
    return {
      text: text === "" ? "" : titled(answered.test(subject) ? "" : subject, text),
      plain: true,
      author: cellAt(fields, "from"),
      date: cellAt(fields, "date"),
      ...(nativeId !== "" && { nativeId }),
      ...(thread !== "" && { thread }),
      origin: "mail",
    };
  },
};
