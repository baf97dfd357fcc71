// A static server for dist/ on this machine only, under the policy that the page promises to live
// with. `scripts/serve` runs it; the browser tests import it and put the page under a sub-path.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'none'";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** The file that a request asks for, or null: nothing outside `root` is ever served. */
async function find(root, base, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return null;
  }
  if (!path.startsWith(base) || path.includes("\0")) return null;
  let file = normalize(join(root, path.slice(base.length)));
  if (file !== root && !file.startsWith(root + sep)) return null;
  if (path.endsWith("/")) file = join(file, "index.html");
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? { file, size: found.size } : null;
}

/** Serves `root` under the path `base`; resolves to the server's address and a way to end it. */
export async function serve(root, { port = 0, base = "/" } = {}) {
  const folder = resolve(root);
  const server = createServer(async (request, response) => {
    const found = await find(folder, base, request.url);
    if (!found || !["GET", "HEAD"].includes(request.method)) {
      response.writeHead(found ? 405 : 404, { "content-type": "text/plain" });
      response.end(found ? "only GET\n" : "not found\n");
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(found.file)] ?? "text/plain; charset=utf-8",
      "content-length": found.size,
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(found.file).pipe(response);
  });
  await new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", done);
  });
  const url = `http://127.0.0.1:${server.address().port}${base}`;
  return { url, close: () => server.close() };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [root, flag, port] = process.argv.slice(2);
  if (!root || flag !== "--port") {
    console.error("usage: server.mjs FOLDER --port N");
    process.exit(2);
  }
  try {
    const { url } = await serve(root, { port: Number(port) });
    console.log(`etcdscope is at ${url} (Ctrl-C ends it)`);
  } catch (error) {
    console.error(
      error.code === "EADDRINUSE"
        ? `port ${port} is taken: choose another with --port`
        : String(error),
    );
    process.exit(1);
  }
}
