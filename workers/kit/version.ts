/** The version of the product: that of package.json, for all services and the API. */
import manifest from "../../package.json" with { type: "json" };

export const version: string = manifest.version;
