// Starts the browser and opens pages that are watched: an error in the console or a request to
// anywhere but the server's folder is remembered and fails the visit. Knows nothing of etcdscope.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { serve } from "../../scripts/server.mjs";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
// npm's packages are kept beside scripts/package.json, not here.
const { chromium } = createRequire(join(ROOT, "scripts/package.json"))("playwright-core");

/** Serves dist/ below a path nobody expects, so that every absolute address would be missed. */
export function serveDist() {
  return serve(join(ROOT, "dist"), { base: "/some/sub/path/" });
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page whose console and network are watched; `troubles` lists what must not have happened. */
export async function watchedPage(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const troubles = [];
  const requests = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      troubles.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => troubles.push(`page error: ${error.message}`));
  page.on("crash", () => troubles.push("the tab crashed"));
  page.on("requestfailed", (request) =>
    troubles.push(`request failed: ${request.url()} ${request.failure()?.errorText}`),
  );
  page.on("request", (request) => {
    const url = request.url();
    requests.push(url);
    if (!url.startsWith(base) && !url.startsWith("data:") && !url.startsWith("blob:")) {
      troubles.push(`outside request: ${url}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  return { page, context, troubles, requests };
}
