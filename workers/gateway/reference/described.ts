/** The API's description at the door, for whoever asks. */
import { here } from "../admission.ts";
import { reach, refuse, type GatewayContext } from "../context.ts";
import { openApiDocument } from "../contracts.ts";
import { admitAddress, withinLoad } from "../limits/door.ts";
import { unlessKnown } from "../not-modified.ts";
import type { OpenApiDocument } from "../openapi.ts";
import type { Rendered } from "./rendered.ts";

/** The description as `render` has it, of the media type `type`. */
export async function described(
  c: GatewayContext,
  type: string,
  render: (document: OpenApiDocument) => Promise<Rendered>,
): Promise<Response> {
  const document = await withinLoad(c.env, c.req.method, here, async () => {
    const ofAddress = await admitAddress(c.env, reach, c.req.raw.headers, here, c.var.drawn);
    return ofAddress.ok ? openApiDocument(c.env, reach, Date.now()) : ofAddress;
  });
  if (!document.ok) return refuse(c, document.error);
  const { text, tag } = await render(document.value);
  return unlessKnown(c.req.raw, c.body(text, 200, { "content-type": type, etag: tag, "cache-control": "public, max-age=60" }));
}
