// axe-core, rules of WCAG 2.2 A and AA, on the whole page: four states, both themes, both languages.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../browser.mjs";
import { Visitor } from "../visitor.mjs";

const AXE = readFileSync(join(ROOT, "scripts/node_modules/axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What a page can look like: each state is reached from the one before. */
const STATES = [
  ["first", async () => {}],
  ["busy", async (visitor) => {
    await visitor.type("etcdctl put hello world");
    await visitor.type("etcdctl lease grant 60");
    await visitor.type("etcdctl put hello again");
    await visitor.exec("sim cut infra1 infra3");
    await visitor.newShell();
    await visitor.type("etcdctl watch hello");
    await visitor.advance(300);
  }],
  ["past", async (visitor) => {
    await visitor.page.evaluate(() => window.etcdscope.seek("back"));
    await visitor.page.evaluate(() => window.etcdscope.seek(window.etcdscope.position().end - 900_000));
    await visitor.byTestId("banner").or(visitor.page.locator(".banner")).first().waitFor();
  }],
  ["menu", async (visitor) => {
    await visitor.page.evaluate(() => window.etcdscope.seek());
    await visitor.pause();
    await visitor.byTestId("node-infra2").click();
    await visitor.page.getByRole("menu").waitFor();
  }],
];

async function judged(visitor, state) {
  const found = await visitor.page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.filter((it) => !it.id.startsWith("label-content")).map(({ id, nodes }) =>
      `${id}: ${nodes.slice(0, 3).map((it) => `${it.target} ${it.failureSummary}`).join(" | ")}`);
  }, TAGS);
  assert.deepEqual(found, [], state);
}

async function judge(browser, base, theme, lang) {
  const visitor = await Visitor.open(browser, base, { lang, query: `&theme=${theme}` });
  await visitor.page.evaluate(AXE);
  for (const [state, reach] of STATES) {
    await reach(visitor);
    await judged(visitor, `${state}, ${theme}, ${lang}`);
  }
  await visitor.leave();
}


export const visits = ["en", "zh"].flatMap((lang) =>
  ["dark", "light"].map((theme) => [
    `axe finds nothing: ${theme}, ${lang}`,
    (browser, base) => judge(browser, base, theme, lang),
  ]),
);
