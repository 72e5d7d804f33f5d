import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import {
  BusyError,
  CancelledError,
  CapabilityDeniedError,
  ConnectionEndedError,
  ErrorCode,
  MethodNotFoundError,
  ProtocolError,
  RpcError,
  TooLargeError,
} from "../src/protocol/errors.js";
import type { Handler } from "../src/protocol/incoming.js";
import { Peer } from "../src/protocol/peer.js";

interface Pair {
  readonly host: Peer;
  readonly plugin: Peer;
  readonly toPlugin: PassThrough;
  readonly toHost: PassThrough;
}

function connect(plugin: Record<string, Handler>, host: Record<string, Handler> = {}, maxLineBytes?: number): Pair {
  const toPlugin = new PassThrough();
  const toHost = new PassThrough();
  const options = (handlers: Record<string, Handler>) => ({
    handler: (method: string) => (Object.hasOwn(handlers, method) ? handlers[method] : undefined),
    ...(maxLineBytes === undefined ? {} : { maxLineBytes }),
  });
  return {
    host: new Peer(toHost, toPlugin, options(host)),
    plugin: new Peer(toPlugin, toHost, options(plugin)),
    toPlugin,
    toHost,
  };
}

const untilAborted: Handler = (_, signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));

test("request_Answered_GivesTheResult", async () => {
  const { host } = connect({ add: (p) => (p as { a: number }).a + 1 });
  assert.equal(await host.request("add", { a: 1 }), 2);
});

test("request_HandlerReturnsNothing_IsNull", async () => {
  const { host } = connect({ nothing: () => undefined });
  assert.equal(await host.request("nothing"), null);
});

test("request_UnknownMethod_IsMethodNotFound", async () => {
  const { host } = connect({});
  await assert.rejects(host.request("toString"), MethodNotFoundError);
});

test("request_HandlerThrows_IsAnInternalErrorWithItsText", async () => {
  const { host } = connect({
    fail: () => {
      throw new Error("not today");
    },
  });
  await assert.rejects(host.request("fail"), (error) => {
    assert(error instanceof RpcError);
    assert.equal(error.code, ErrorCode.internalError);
    assert.match(error.message, /not today/);
    return true;
  });
});

test("request_HandlerThrowsSomethingStrange_IsAnError", async () => {
  const strange = {
    toString() {
      throw new Error("no text");
    },
  };
  const { host } = connect({
    fail: () => {
      throw strange;
    },
  });
  await assert.rejects(host.request("fail"), RpcError);
});

test("request_HandlerThrowsAnRpcError_PassesCodeMessageAndDataOn", async () => {
  const data = { capability: "network", plugin: "p", hint: "h" };
  const { host } = connect({
    fail: () => {
      throw new CapabilityDeniedError("no", data);
    },
  });
  await assert.rejects(host.request("fail"), (error) => {
    assert(error instanceof CapabilityDeniedError);
    assert.deepEqual([error.message, error.capability, error.plugin, error.hint], ["no", "network", "p", "h"]);
    return true;
  });
});

test("request_ResultIsNoJson_IsAnError", async () => {
  const { host } = connect({ big: () => 1n });
  await assert.rejects(host.request("big"), (e) => (e as RpcError).code === ErrorCode.internalError);
});

test("request_Aborted_CancelsTheOtherSide", async () => {
  let reason: unknown;
  const { host } = connect({
    slow: async (_, signal) => {
      await once(signal, "abort");
      reason = signal.reason;
    },
  });
  const abort = new AbortController();
  const request = host.request("slow", {}, abort.signal);
  await turn();
  abort.abort();
  await assert.rejects(request, CancelledError);
  await turn();
  assert(reason instanceof CancelledError);
});

test("request_AbortedBefore_IsNotSent", async () => {
  const { host, toPlugin } = connect({});
  await assert.rejects(host.request("m", {}, AbortSignal.abort()), CancelledError);
  assert.equal(toPlugin.readableLength, 0);
});

test("request_HandlerIgnoresItsSignal_IsAnsweredAllTheSame", async () => {
  const { toPlugin, toHost } = connect({ stuck: () => new Promise(() => undefined) });
  const answers: string[] = [];
  toHost.on("data", (chunk: Buffer) => answers.push(chunk.toString()));
  toPlugin.write('{"jsonrpc":"2.0","id":"x","method":"stuck"}\n{"jsonrpc":"2.0","method":"$/cancel","params":{"id":"x"}}\n');
  await turn();
  await turn();
  assert.match(answers.join(""), /"id":"x","error":\{"code":-32800/);
});

test("request_Many_RunAtMost64AtOnce", async () => {
  let running = 0;
  let most = 0;
  const { host } = connect({
    work: async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
    },
  });
  await Promise.all(Array.from({ length: 300 }, () => host.request("work")));
  assert.equal(most, 64);
});

test("request_TooManyWait_AreBusy", async () => {
  const abort = new AbortController();
  const { host } = connect({ slow: untilAborted, quick: () => 1 });
  const all = Array.from({ length: 64 + 4096 }, () => host.request("slow", {}, abort.signal));
  await assert.rejects(host.request("quick"), BusyError);
  abort.abort();
  const settled = await Promise.allSettled(all);
  assert(settled.every((one) => one.status === "rejected"));
  assert.equal(await host.request("quick"), 1);
});

test("request_BothWaysInsideEachOther_Work", async () => {
  const { host, plugin } = connect(
    { outer: async () => `<${String(await plugin.request("inner"))}>` },
    { inner: () => "x" },
  );
  assert.equal(await host.request("outer"), "<x>");
});

test("request_LongerThanALine_IsNotSent", async () => {
  const { host } = connect({ echo: (p) => p }, {}, 100);
  await assert.rejects(host.request("echo", { text: "x".repeat(100) }), TooLargeError);
  assert.deepEqual(await host.request("echo", {}), {});
});

test("request_AnswerLongerThanALine_IsTooLarge", async () => {
  const { host } = connect({ large: () => "x".repeat(600) }, {}, 500);
  await assert.rejects(host.request("large"), TooLargeError);
});

test("notify_KnownMethod_IsHeardInOrder", async () => {
  const heard: unknown[] = [];
  const { host } = connect({ tell: (p) => void heard.push(p), ask: () => heard.length });
  await host.notify("tell", { n: 1 });
  await host.notify("unknown");
  await host.notify("tell", { n: 2 });
  assert.equal(await host.request("ask"), 2);
  assert.deepEqual(heard, [{ n: 1 }, { n: 2 }]);
});

test("closed_InputEnds_FailsWhatWaitsAndCancelsWhatRuns", async () => {
  let aborted = false;
  const { host, plugin, toPlugin, toHost } = connect({
    slow: async (_, signal) => {
      await once(signal, "abort");
      aborted = true;
    },
  });
  const request = host.request("slow");
  await turn();
  toPlugin.end();
  toHost.end();
  await plugin.closed;
  await assert.rejects(request, ConnectionEndedError);
  await turn();
  assert(aborted);
  await assert.rejects(host.request("slow"), ConnectionEndedError);
});

for (const [what, text] of [
  ["MalformedLine", "{\n"],
  ["HalfALine", '{"jsonrpc":"2.0"'],
  ["AnswerToNothing", '{"jsonrpc":"2.0","id":99,"result":1}\n'],
  ["AnswerToATextId", '{"jsonrpc":"2.0","id":"1","result":1}\n'],
  ["ErrorWithoutId", '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"what?"}}\n'],
  ["CancelWithoutId", '{"jsonrpc":"2.0","method":"$/cancel","params":{}}\n'],
  ["SameIdTwice", '{"jsonrpc":"2.0","id":1,"method":"slow"}\n{"jsonrpc":"2.0","id":1,"method":"slow"}\n'],
] as const) {
  test(`closed_${what}_Rejects`, async () => {
    const { plugin, toPlugin } = connect({ slow: untilAborted });
    toPlugin.end(text);
    await assert.rejects(plugin.closed, ProtocolError);
  });
}

test("take_LateAnswerToACancelledRequest_IsDropped", async () => {
  const toPlugin = new PassThrough();
  const plugin = new Peer(toPlugin, new PassThrough(), { handler: () => undefined });
  const abort = new AbortController();
  const request = plugin.request("m", {}, abort.signal);
  abort.abort();
  await assert.rejects(request, CancelledError);
  toPlugin.end('{"jsonrpc":"2.0","id":1,"result":1}\n');
  await plugin.closed;
});

test("write_NobodyReads_WaitsForRoom", async () => {
  const output = new PassThrough({ highWaterMark: 1000 });
  const plugin = new Peer(new PassThrough(), output, { handler: () => undefined });
  let written = 0;
  const writing = (async () => {
    for (let i = 0; i < 100; i++) {
      await plugin.notify("tell", { text: "x".repeat(100) });
      written++;
    }
  })();
  await turn();
  await turn();
  assert(written < 20, `${written} were written`);
  output.resume();
  await writing;
  assert.equal(written, 100);
});
