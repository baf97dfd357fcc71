// The JSON gateway: `curl` at the prompt, and `window.etcdscope.fetch` for a page around.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

/** YQ== is a, MQ== is 1. */
const PUT = '{"key":"YQ==","value":"MQ=="}';

async function curl(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  const put = await visitor.exec(`curl -s localhost:2379/v3/kv/put -d '${PUT}'`);
  assert.equal(put.exitCode, 0);
  assert.match(put.stdout, /^\{"header":\{"cluster_id":"\d+","member_id":"\d+","revision":"2",/);
  const other = await visitor.exec("curl -s http://127.0.0.1:22379/v3/kv/nothing -d '{}' -w '%{http_code}'");
  assert.equal(other.stdout, "Not Found\n404");
  const nobody = await visitor.exec("curl localhost:9");
  assert.equal(nobody.exitCode, 7);
  assert.match(nobody.stderr, /^curl: \(7\) Failed to connect to localhost port 9 /);
  const create = '{"create_request":{"key":"YQ=="}}';
  const watch = await visitor.exec(`curl -N localhost:2379/v3/watch -d '${create}'`, { shell: "w" });
  assert.equal(watch.status, "holding");
  await visitor.exec("etcdctl put a 2");
  await visitor.advance(500);
  const output = () => visitor.page.evaluate(() => window.etcdscope.output("w"));
  const lines = (await output()).stdout.trimEnd().split("\n").map((line) => JSON.parse(line).result);
  assert.equal(lines.length, 2);
  assert.equal(lines[1].events[0].kv.value, "Mg==");
  await visitor.page.evaluate(() => window.etcdscope.interrupt("w"));
  await visitor.advance(100);
  assert.equal((await output()).exitCode, 130);
  await visitor.leave();
}

async function fetches(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  const asked = await visitor.page.evaluate(async (put) => {
    const { fetch } = window.etcdscope;
    const said = async (response) => ({
      isResponse: response instanceof Response,
      ok: response.ok,
      status: response.status,
      type: response.headers.get("content-type"),
      text: await response.text(),
    });
    const post = (path, body) => fetch(path, { method: "POST", body });
    return [
      await said(await post("/v3/kv/put", put)),
      await said(await post("/v3/kv/range", '{"key":"it\'s not"}')),
      await said(await fetch("http://127.0.0.1:22379/version")),
      await fetch("http://127.0.0.1:9/version").then(() => "?", (error) => error.name),
      await fetch("/version", { signal: AbortSignal.abort() }).then(() => "?", (error) => error.name),
    ];
  }, PUT);
  const [put, bad, version, nobody, aborted] = asked;
  assert.deepEqual([put.isResponse, put.ok, put.status, put.type], [true, true, 200, "application/json"]);
  assert.equal(JSON.parse(put.text).header.revision, "2");
  assert.deepEqual([bad.ok, bad.status], [false, 400]);
  assert.match(JSON.parse(bad.text).error, /^illegal base64 data at input byte 2$/);
  assert.equal(version.text, '{"etcdserver":"3.5.1","etcdcluster":"3.5.0"}');
  assert.deepEqual([nobody, aborted], ["TypeError", "AbortError"]);
  await visitor.leave();
}

/** A watch's body comes as it happens, and ends when its reader goes. */
async function streams(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  await visitor.page.evaluate(async () => {
    const { fetch } = window.etcdscope;
    const aborter = new AbortController();
    window.aborter = aborter;
    const body = '{"create_request":{"key":"YQ=="}}';
    const response = await fetch("/v3/watch", { method: "POST", body, signal: aborter.signal });
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    window.told = "";
    window.ended = null;
    (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        window.told += decoder.decode(value);
      }
    })().then(() => { window.ended = "closed"; }, (error) => { window.ended = error.name; });
  });
  const lines = (count) => visitor.page.waitForFunction(
    (count) => window.told.split("\n").length > count, count);
  await lines(1);
  await visitor.exec("etcdctl put a 1");
  await visitor.advance(500);
  await lines(2);
  const told = await visitor.page.evaluate(() => window.told.trimEnd().split("\n"));
  assert.equal(JSON.parse(told[0]).result.created, true);
  assert.equal(JSON.parse(told[1]).result.events[0].kv.value, "MQ==");
  await visitor.page.evaluate(() => window.aborter.abort());
  await visitor.page.waitForFunction(() => window.ended !== null);
  assert.equal(await visitor.page.evaluate(() => window.ended), "AbortError");
  const { exitCode } = await visitor.page.evaluate(() => window.etcdscope.output("fetch"));
  assert.equal(exitCode, 130);
  await visitor.leave();
}

export const visits = [
  ["gateway: curl at the prompt", curl],
  ["gateway: the page's fetch", fetches],
  ["gateway: a watch as a stream", streams],
];
