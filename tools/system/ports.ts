/** Ports on localhost. */
import { createServer } from "node:net";
import { UserError } from "./user-error.ts";

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === undefined) throw new UserError("No free port could be found on 127.0.0.1.");
  return port;
}

/** Throws a UserError that says what to do when `port` is taken. */
export async function requireFree(port: number, flag: string): Promise<number> {
  if ((await tryListen(port)) === undefined) {
    throw new UserError(`Port ${port} is in use. Stop the program that uses it, or choose another port with ${flag} N.`);
  }
  return port;
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : undefined));
    });
  });
}
