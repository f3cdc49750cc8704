/** A Worker in front of the service, as the gateway is: passes requests on, and RPC calls as `POST /rpc {method, parameters}`. */
interface Env {
  AI_MODELS: { fetch(request: Request): Promise<Response>; [method: string]: (...parameters: never[]) => Promise<unknown> };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (new URL(request.url).pathname !== "/rpc") return env.AI_MODELS.fetch(request);
    const { method, parameters } = (await request.json()) as { method: string; parameters: never[] };
    const answer = await env.AI_MODELS[method]?.(...parameters);
    return new Response(
      JSON.stringify(answer ?? null, (_, value: unknown) => (value instanceof Float32Array ? { float32: Array.from(value) } : value)),
    );
  },
};
