// The page itself: what stands there at first, languages and themes, and that it asks for nothing
// but its own files.

import assert from "node:assert/strict";

import { watchedPage } from "../browser.mjs";
import { NAMES, Visitor } from "../visitor.mjs";

async function first(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.health("leader", /^infra[123]$/);
  await visitor.health("term", /2$/);
  await visitor.health("revision", /1$/);
  // One action: the line that the page offers.
  await visitor.button(visitor.names.run("etcdctl put hello world")).click();
  await visitor.until(async () => (await visitor.lastAnswer()).out.length > 0, "no answer");
  assert.deepEqual((await visitor.lastAnswer()).out, ["OK"]);
  await visitor.health("revision", /2$/);
  await visitor.page.locator('[data-testid^="rev-2"]').first().waitFor();
  await visitor.page.locator('[data-testid^="entry-infra1-9"]').first().waitFor();
  await visitor.leave();
}

async function languages(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const root = visitor.page.locator("html");
  assert.match(await root.getAttribute("lang"), /^en/);
  await visitor.types("etcdctl put k v", "OK");
  await visitor.button(visitor.names.language).click();
  await visitor.button(NAMES.zh.language).waitFor();
  visitor.speaks("zh");
  assert.match(await root.getAttribute("lang"), /^zh/);
  // What etcdctl says is not translated, and nothing that was said is lost.
  assert.deepEqual((await visitor.lastAnswer()).out, ["OK"]);
  await visitor.types("etcdctl get k", "k", "v");
  await visitor.type("help sim");
  assert.match((await visitor.lastAnswer()).out.join("\n"), /SIGKILL：进程写出的内容仍会到达磁盘/);
  // The choice is kept; an address wins over it.
  await visitor.page.goto(visitor.base);
  await visitor.settled();
  await visitor.prompt().waitFor();
  await visitor.page.goto(`${visitor.base}?lang=en`);
  await visitor.settled();
  visitor.speaks("en");
  await visitor.prompt().waitFor();
  await visitor.button(visitor.names.language).click();
  await visitor.button(NAMES.zh.language).waitFor();
  visitor.speaks("zh");
  await visitor.page.reload();
  await visitor.settled();
  await visitor.prompt().waitFor();
  await visitor.leave();
}

/** What the page fetches behind itself is there as soon as it is wanted, even if that failed once. */
async function later(browser, base) {
  const watched = await watchedPage(browser, base, { locale: "en-US" });
  const visitor = new Visitor(watched, "en", base);
  let refused = 0;
  const rest = /_rest\.wasm/;
  await watched.page.route(rest, (route) => {
    if (route.request().resourceType() !== "fetch") return route.continue();
    refused += 1;
    return route.fulfill({ status: 503 });
  });
  await watched.page.goto(base);
  await visitor.settled();
  // Its help, its endpoints and its members are all in the part that is not there.
  await visitor.types("etcdctl put k v", "OK");
  await visitor.type("etcdctl member list -w json");
  assert.match((await visitor.lastAnswer()).out.join(""), /^\{"header".*"members":/);
  assert.equal(refused, 1);
  // The refusal is the only trouble.
  const is = (it) => it.includes("503") || rest.test(it);
  assert.ok(watched.troubles.every(is), watched.troubles.join());
  watched.troubles.length = 0;
  await visitor.leave();
}

async function browsersLanguage(browser, base) {
  const watched = await watchedPage(browser, base, { locale: "zh-CN" });
  const visitor = new Visitor(watched, "zh", base);
  await watched.page.goto(base);
  await visitor.settled();
  await visitor.prompt().waitFor();
  await visitor.leave();
}

async function stopped(browser, base) {
  const watched = await watchedPage(browser, base);
  await watched.page.route("**/*_bg.wasm*", (route) => route.abort());
  await watched.page.goto(base);
  await watched.page.getByRole("alert").waitFor();
  await watched.page.getByRole("button", { name: "Reload" }).waitFor();
  await watched.context.close();
}

/** A sandboxed frame is where a browser truly runs no scripts and shows what stands in their place. */
async function withoutScripts(browser, base) {
  const watched = await watchedPage(browser, base);
  await watched.page.route("**/empty", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe sandbox="allow-same-origin" src="${base}"></iframe>` }),
  );
  await watched.page.goto(`${base}empty`);
  const told = watched.page.frameLocator("iframe").locator("noscript p");
  await told.first().waitFor();
  assert.match(await told.first().innerText(), /needs JavaScript and WebAssembly/);
  assert.match(await told.last().innerText(), /需要 JavaScript 和 WebAssembly/);
  assert.ok(await told.last().isVisible(), "nobody has chosen a language: both must show");
  await watched.context.close();
}

/** Nothing sticks out of the window, at any size, in both languages. */
async function sizes(browser, base) {
  for (const lang of ["en", "zh"]) {
    const visitor = await Visitor.open(browser, base, { lang });
    for (const [width, height] of [[1440, 900], [1366, 768], [1024, 768], [820, 1180], [390, 844], [320, 640]]) {
      await visitor.page.setViewportSize({ width, height });
      await visitor.page.waitForTimeout(100);
      const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${lang} ${width}×${height}: the page is ${wide} px wide`);
      assert.ok(await visitor.prompt().isVisible(), `${lang} ${width}×${height}: no prompt`);
    }
    await visitor.leave();
  }
}

export const visits = [
  ["first sight: a leader, one action, its revision and its entry", first],
  ["another language, kept, and nothing lost", languages],
  ["the browser's language", browsersLanguage],
  ["a program that cannot be loaded says so", stopped],
  ["what is fetched later is there when it is wanted", later],
  ["a browser without scripts is told", withoutScripts],
  ["no size makes the page wider than its window", sizes],
];
