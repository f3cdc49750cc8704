/** Default export of a service's Worker in the split topology: its door is the gateway, not the internet. */
export default { fetch: () => new Response(null, { status: 404 }) };
