/** Keeps zod from compiling its schemas: the page's Content Security Policy forbids `new Function`. Imported before any schema. */
import * as z from "zod";

z.config({ jitless: true });
