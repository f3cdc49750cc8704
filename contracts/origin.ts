/** Origins of web pages, as browsers write them: scheme, host, port and nothing else. Without TLS only what is on the same machine. */
import * as z from "zod";

export const originSchema = z
  .string()
  .max(300)
  .refine((text) => {
    const url = URL.parse(text);
    return url?.origin === text && (url.protocol === "https:" || url.hostname === "localhost");
  }, "must be an origin, https://app.example, without a path");
