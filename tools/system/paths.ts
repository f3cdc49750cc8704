/** Where things are, relative to this file, so that commands work from any folder. */
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** State of `npm start` unless told otherwise. */
export const defaultStateFolder = inRoot(".paissive/state");
/** Prepared models are shared by all state folders: preparing one takes seconds and depends on nothing but its files. */
export const modelFolder = inRoot(".paissive/models");
