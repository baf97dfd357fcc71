// The tutorial as a visitor types it: put, put with a lease, get, get at past revisions, delete,
// and a watch in a second shell, through each endpoint, in both languages.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

async function revision(visitor) {
  return Number((await visitor.health("revision", /\d/)).replace(/\D/g, ""));
}

async function through(visitor, endpoint, at) {
  const key = `/tutorial/${at}`;
  const first = await visitor.chosenShell();
  await visitor.chooseEndpoint(endpoint);

  await visitor.types(`etcdctl put ${key} hello`, "OK");
  const made = await revision(visitor);

  const second = await visitor.newShell();
  await visitor.chooseEndpoint(endpoint);
  assert.equal((await visitor.type(`etcdctl watch ${key}`)).state, "holding");

  await visitor.chooseShell(first);
  const granted = await visitor.type("etcdctl lease grant 30");
  const [, lease] = /^lease ([0-9a-f]{16}) granted with TTL\(30s\)$/.exec(granted.out.join("\n")) ?? [];
  assert.ok(lease, `lease grant said ${JSON.stringify(granted)}`);
  await visitor.types(`etcdctl put --lease=${lease} ${key} world`, "OK");
  await visitor.types(`etcdctl get ${key}`, key, "world");
  await visitor.types(`etcdctl get ${key} --rev=${made}`, key, "hello");
  await visitor.types(`etcdctl get ${key} --rev=${made + 1}`, key, "world");

  // The second shell shows the put at once, and the DELETE when the lease has run out.
  await visitor.chooseShell(second);
  const seen = async () => (await visitor.lastAnswer()).out;
  await visitor.until(async () => (await seen()).length >= 3, "the watch shows no PUT");
  assert.deepEqual(await seen(), ["PUT", key, "world"]);
  await visitor.button(visitor.names.jumpExpiry).first().click();
  await visitor.until(async () => (await seen()).length >= 5, "the watch shows no DELETE");
  assert.deepEqual((await seen()).slice(3), ["DELETE", key, ""].slice(0, (await seen()).length - 3));
  await visitor.button(visitor.names.interrupt).click();
  await visitor.until(async () => (await visitor.shellState()) === "idle", "Ctrl-C did not end it");

  await visitor.chooseShell(first);
  await visitor.types(`etcdctl get ${key}`);
  await visitor.types(`etcdctl put ${key} again`, "OK");
  await visitor.types(`etcdctl del ${key}`, "1");
  await visitor.types(`etcdctl get ${key}`);
}

const tutorial = (lang) => async (browser, base) => {
  const visitor = await Visitor.open(browser, base, { lang });
  const endpoints = await visitor.endpoints();
  assert.deepEqual(endpoints, ["127.0.0.1:2379", "127.0.0.1:22379", "127.0.0.1:32379"]);
  for (const [at, endpoint] of endpoints.entries()) await through(visitor, endpoint, at);
  await visitor.leave();
};

export const visits = [
  ["the tutorial, in English", tutorial("en")],
  ["the tutorial, in Chinese", tutorial("zh")],
];
