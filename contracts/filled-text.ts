/** Text that somebody typed: without the space around it, and with something left. */
import * as z from "zod";

/** @param max characters at most */
export const filledText = (max: number) => z.string().trim().regex(/\S/, "must not be empty").max(max);
