/** The page's address, without what its query may tell of a visitor. */
export const pageAddress = (): string =>
  (location.origin + location.pathname).slice(0, 500);

/** Posts JSON, even when the page is about to end. A broken network has the status 0. */
export const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => Response.error());
