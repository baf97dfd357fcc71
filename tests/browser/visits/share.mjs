// Sharing: a link holds the visit, another page opens it with the same hash beside its own visit,
// damaged links say so, and random visits are the same in the page as natively.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../browser.mjs";
import { Visitor } from "../visitor.mjs";
import { compare } from "../visits-in-page.mjs";

const SEEDS = 10;

const notice = (visitor) => visitor.page.locator(".notice").innerText();

async function shared(visitor) {
  await visitor.pause();
  await visitor.type("etcdctl put hello '<b>world</b>'");
  await visitor.exec("sim kill infra1");
  await visitor.advance(2_345.678);
}

async function linkAndBack(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await shared(visitor);
  const hash = await visitor.hash();
  await visitor.button("Share").click();
  const field = visitor.page.getByRole("textbox", { name: "Link" });
  await field.waitFor();
  const link = await field.inputValue();
  const dialog = visitor.page.getByRole("dialog", { name: "Share this visit" });
  assert.match(await dialog.innerText(), /2 commands, 1 branch, at \d+\.\d+ s\. \d+ characters\./);
  assert.equal(visitor.page.url(), link, "the address carries it");
  assert.equal(await visitor.page.evaluate(() => window.etcdscope.link()), link);
  await visitor.page.keyboard.press("Escape");

  const other = await Visitor.open(browser, base);
  await other.pause();
  await other.exec("etcdctl put mine 1");
  const own = await other.hash();
  await other.page.evaluate((it) => (location.hash = it), new URL(link).hash);
  await other.button("Back to my own visit").waitFor();
  assert.equal(await other.hash(), hash, "the same visit");
  assert.equal(await other.page.getByRole("log").locator("b").count(), 0, "values are text");
  assert.match(await other.page.getByRole("log").innerText(), /<b>world<\/b>/);
  await other.exec("etcdctl put theirs 2 --endpoints=127.0.0.1:22379");
  const theirs = await other.hash();
  await other.button("Back to my own visit").click();
  assert.equal(await other.hash(), own, "nothing of it was touched");
  await other.button("Back to the link's visit").click();
  assert.equal(await other.hash(), theirs, "nor of what was done there");
  await other.leave();
  await visitor.leave();
}

async function damaged(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await shared(visitor);
  const [hash, link] = [await visitor.hash(), await visitor.page.evaluate(() => etcdscope.link())];
  const fails = (address) => visitor.page.evaluate(
    (it) => window.etcdscope.open(it).then(() => "opened", (error) => error.message), address);
  for (const [address, wanted, said] of [
    ["#v9,AAAA", /version 9/, /format v9/],
    ["#v1,A*", /cut or changed/, /cut short or changed/],
    [link.slice(0, -20), /./, /cut short or changed/],
    ["#main", /no visit/, /^$/],
    ["+1 $ put a 1\n+1 nobody ^C\n", /line 2: there is no shell nobody/, /Line 2 of the visit/],
    ["+1 dance\n", /line 1: something to do/, /Line 1 of the visit/],
  ]) {
    assert.match(await fails(address), wanted, address);
    assert.match((await notice(visitor)).trim(), said, address);
    assert.equal(await visitor.hash(), hash, "the visit stays");
  }
  await visitor.button(visitor.names.language).click();
  await fails("#v9,AAAA");
  assert.match(await notice(visitor), /此链接的格式是 v9/);
  await visitor.leave();
}

async function fresh(browser, base) {
  const golden = readFileSync(join(ROOT, "tests/scripts/links/lesson.txt"), "utf8");
  const [link, hash] = golden.trim().split("\n");
  const visitor = await Visitor.open(browser, base, { query: link });
  await visitor.button("Back to my own visit").waitFor();
  assert.equal(await visitor.hash(), hash, "a link of an earlier day");
  await visitor.leave();
}

async function random(browser, base) {
  const native = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/etcdscope");
  const words = ["visits", "--seeds", String(SEEDS), "--json"];
  const stdio = ["ignore", "pipe", "ignore"];
  const told = execFileSync(native, words, { encoding: "utf8", stdio, maxBuffer: 1 << 28 });
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  for (const line of told.trim().split("\n")) {
    const visit = JSON.parse(line);
    assert.deepEqual(await compare(visitor, visit, 12), [], `seed ${visit.seed}`);
  }
  await visitor.leave();
}

export const visits = [
  ["share: a link opens beside one's own visit", linkAndBack],
  ["share: damaged links say so and change nothing", damaged],
  ["share: a link of an earlier day opens in a fresh page", fresh],
  [`share: ${SEEDS} random visits, in the page as natively`, random],
];
