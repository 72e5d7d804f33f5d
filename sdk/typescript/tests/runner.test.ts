import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError, InvalidParamsError, NotFoundError, RpcError } from "../src/index.js";
import { type RunningPlugin, startPlugin, type StartOptions } from "../src/testing/index.js";
import { folderWith, sdk } from "./support/folders.js";
import { node, run } from "./support/process.js";

const runner = `${sdk}/dist/runner.js`;

async function start(
  t: TestContext,
  files: Record<string, string>,
  entrypoints: Record<string, string>,
  options: Partial<StartOptions> = {},
): Promise<RunningPlugin> {
  const plugin = await startPlugin(folderWith(files), {
    ...options,
    entrypoints: Object.entries(entrypoints).map(([handler, place]) => {
      const [path = "", member] = place.split(":");
      return { handler, path, ...(member ? { member } : {}), name: handler.slice(handler.indexOf(":") + 1) };
    }),
  });
  t.after(() => plugin.stop());
  return plugin;
}

const esm = { "package.json": '{"type":"module"}' };
const define = "import { defineCommand, definePlugin, commandResult } from '@ospec/plugin-sdk';";

for (const [what, files, place] of [
  ["DefinitionOfAModule", { ...esm, "a.js": `${define} export const c = defineCommand({ name: 'c', run: () => 'ok' });` }, "a.js:c"],
  ["DefaultDefinition", { "a.mjs": `${define} export default defineCommand({ name: 'c', run: () => 'ok' });` }, "a.mjs"],
  ["PluginWithDefinitions", { "a.mjs": `${define} export default definePlugin({ name: 'p', version: '1.0.0', provides: [defineCommand({ name: 'c', run: () => 'ok' })] });` }, "a.mjs"],
  ["ModuleWithoutDefault", { "a.mjs": `${define} export const x = defineCommand({ name: 'c', run: () => 'ok' });` }, "a.mjs"],
  ["Function", { "a.mjs": "export function c(ctx, call) { return call.arguments.length === 0 && ctx.plugin.name ? 'ok' : 'no'; }" }, "a.mjs:c"],
  ["Class", { "a.mjs": "export class C { #text = 'ok'; run() { return this.#text; } }" }, "a.mjs:C"],
  ["MethodOfTheDefaultObject", { "a.mjs": "export default class { text = 'ok'; c() { return this.text; } }" }, "a.mjs:c"],
  ["CommonJs", { "a.js": "const { defineCommand } = require('@ospec/plugin-sdk'); exports.c = defineCommand({ name: 'c', run: () => 'ok' });" }, "a.js:c"],
  ["CommonJsObject", { "a.js": "module.exports = { c: require('./b.cjs') };", "b.cjs": "module.exports = { run: () => 'ok' };" }, "a.js:c"],
  ["CommonJsOfTypeScript", { "a.js": "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = class { run() { return 'ok'; } };" }, "a.js"],
  ["ModuleThatImportsTheTestingPart", { "a.mjs": "import '@ospec/plugin-sdk/testing'; export const c = () => 'ok';" }, "a.mjs:c"],
] as [string, Record<string, string>, string][]) {
  test(`run_${what}_Answers`, async (t) => {
    const plugin = await start(t, files, { "command:c": place }, { verify: true });
    assert.deepEqual(plugin.handlers, ["command:c"], plugin.stderr);
    assert.equal((await plugin.run("c")).result, "ok");
  });
}

for (const [what, files, place, reason] of [
  ["MissingFile", {}, "no.mjs:c", /has no file 'no\.mjs'/],
  ["MissingMember", { "a.mjs": "export const cc = () => 1;" }, "a.mjs:c", /exports no 'c'\. Did you mean cc\?/],
  ["SyntaxError", { "a.mjs": "export const c = ;" }, "a.mjs:c", /Unexpected token/],
  ["ErrorAtLoad", { "a.mjs": "throw new Error('not loaded');" }, "a.mjs:c", /not loaded/],
  ["NoHandler", { "a.mjs": "export const c = {};" }, "a.mjs:c", /does not handle command:c: it has none of the methods run/],
  ["Number", { "a.mjs": "export const c = 5;" }, "a.mjs:c", /neither a function, a class nor an object/],
  ["OtherName", { "a.mjs": `${define} export const c = defineCommand({ name: 'd', run: () => 1 });` }, "a.mjs:c", /it defines command:d, and the manifest says command:c/],
  ["OutsideOfThePackage", {}, "../../etc/passwd:c", /not in the plugin's folder|has no file/],
  ["UnknownPackage", { "a.mjs": "import 'no-such-package'; export const c = 1;" }, "a.mjs:c", /no-such-package/],
] as [string, Record<string, string>, string, RegExp][]) {
  test(`verify_${what}_LeavesItOutAndSaysWhy`, async (t) => {
    const plugin = await start(t, files, { "command:c": place }, { verify: true });
    assert.deepEqual(plugin.handlers, []);
    assert.match(plugin.stderr, reason);
    await assert.rejects(plugin.run("c"), (error) => error instanceof RpcError && reason.test(error.message));
  });
}

test("initialize_WithoutVerify_LoadsNothing", async (t) => {
  const plugin = await start(t, { "a.mjs": "throw new Error('loaded');" }, { "command:c": "a.mjs:c" });
  assert.deepEqual(plugin.handlers, ["command:c"]);
  assert.equal(plugin.stderr, "");
});

test("run_UnknownCommand_SuggestsOne", async (t) => {
  const plugin = await start(t, { "a.mjs": "export const c = () => 1;" }, { "command:greet": "a.mjs:c" });
  await assert.rejects(plugin.run("gret"), (e) => e instanceof InvalidParamsError && /'gret'.*greet\?/.test(e.message));
});

test("run_WhatAPluginPrints_GoesToStandardError", async (t) => {
  const text = `import { writeSync } from 'node:fs';
    export const c = () => { console.log('one'); process.stdout.write('two'); console.error('three'); return 1; };`;
  const plugin = await start(t, { "a.mjs": text }, { "command:c": "a.mjs:c" });
  assert.equal((await plugin.run("c")).result, 1);
  await sleep(50);
  assert.match(plugin.stderr, /one\ntwo/);
  assert.match(plugin.stderr, /three/);
});

test("run_OverRealPipes_EvenWhatWritesToNumber1GoesToStandardError", { skip: process.platform !== "linux" }, async () => {
  const folder = folderWith({
    "a.mjs": `import { readFileSync, writeSync } from 'node:fs'; import { execFileSync } from 'node:child_process';
      export const c = () => { writeSync(1, 'rubbish'); execFileSync('echo', ['child'], { stdio: 'inherit' });
        return readFileSync(0, 'utf8'); };`,
  });
  const initialize = {
    protocol: 1,
    host: { name: "h", version: "1" },
    plugin: { name: "p", version: "1" },
    project: { root: "/", name: "n" },
    dataDir: "/",
    capabilities: [],
    entrypoints: [{ handler: "command:c", path: "a.mjs", member: "c" }],
  };
  const lines = [
    { jsonrpc: "2.0", id: 1, method: "initialize", params: initialize },
    { jsonrpc: "2.0", id: 2, method: "command/run", params: { name: "c", arguments: [], options: {} } },
  ].map((line) => JSON.stringify(line));
  // cat makes pipes of what would be sockets; the pause leaves time for the answer.
  const script = `(cat; sleep 2) | "$0" "$1" "$2" 2> >(cat >&3) | cat`;
  const ended = await run("bash", ["-c", `exec 3>&2; ${script}`, process.execPath, runner, folder], {
    input: `${lines.join("\n")}\n`,
  });
  const answers = ended.stdout.trim().split("\n").map((line) => JSON.parse(line) as { id: number; result: unknown });
  assert.deepEqual(answers.map((answer) => answer.id), [1, 2]);
  assert.deepEqual(answers[1]?.result, { result: "", exitCode: 0 });
  assert.match(ended.stderr, /rubbish/);
  assert.match(ended.stderr, /child/);
});

test("run_Cancelled_AbortsTheSignal", async (t) => {
  const text = `export const c = (ctx) => new Promise((_, reject) => ctx.signal.addEventListener('abort', () => { ctx.console.print('x'); reject(ctx.signal.reason); }));`;
  const plugin = await start(t, { "a.mjs": text }, { "command:c": "a.mjs:c" });
  const abort = new AbortController();
  const running = plugin.run("c", [], {}, abort.signal);
  await sleep(100);
  abort.abort();
  await assert.rejects(running, CancelledError);
});

test("run_ErrorInTheBackground_IsSaidAndThePluginGoesOn", async (t) => {
  const text = `export const c = () => { setTimeout(() => { throw new Error('thrown'); }, 1); Promise.reject(new Error('rejected')); return 1; };`;
  const plugin = await start(t, { "a.mjs": text }, { "command:c": "a.mjs:c" });
  await plugin.run("c");
  await sleep(100);
  assert.equal((await plugin.run("c")).result, 1);
  assert.match(plugin.stderr, /nobody caught: Error: thrown/);
  assert.match(plugin.stderr, /nobody caught: Error: rejected/);
});

test("run_HostErrors_KeepTheirTypes", async (t) => {
  const text = `import { NotFoundError } from '@ospec/plugin-sdk';
    export const caught = (ctx) => ctx.project.readText('no').catch((e) => e instanceof NotFoundError);
    export const passed = (ctx) => ctx.project.readText('no');`;
  const entrypoints = { "command:caught": "a.mjs:caught", "command:passed": "a.mjs:passed" };
  const plugin = await start(t, { "a.mjs": text }, entrypoints);
  assert.equal((await plugin.run("caught")).result, true);
  await assert.rejects(plugin.run("passed"), NotFoundError);
});

test("lifecycle_PluginObject_IsBroughtThroughItsLife", async (t) => {
  const text = `const steps = [];
    export default { initialize(ctx) { steps.push('initialize ' + ctx.ospecVersion + ' ' + typeof ctx.logger.info + ctx.runtime.name); },
      configure(c) { steps.push('configure ' + c.k); }, activate() { steps.push('activate'); }, deactivate() { steps.push('deactivate'); },
      run() { return steps; } };`;
  const plugin = await start(t, { "a.mjs": text }, { "command:c": "a.mjs" }, { config: { k: "v" }, verify: true });
  const life = ["initialize 1.0.0 functionnode", "configure v", "activate"];
  assert.deepEqual((await plugin.run("c")).result, life);
  await plugin.request("configure", { config: { k: "w" } });
  await plugin.request("deactivate");
  await plugin.request("deactivate");
  assert.deepEqual((await plugin.run("c")).result, [...life, "configure w", "deactivate", "activate"]);
});

test("lifecycle_ActivateFails_IsTheErrorOfActivating", async (t) => {
  const text = "export default { activate() { throw new Error('not active'); }, run() { return 1; } };";
  await assert.rejects(start(t, { "a.mjs": text }, { "command:c": "a.mjs" }, { verify: true }), /not active/);
});

test("hooks_AllThatMatch_AreToldOnceEvenIfOneFails", async (t) => {
  const text = `export const one = (e, ctx) => ctx.console.print('one ' + e.type); export const two = () => { throw new Error('two'); };
    export const three = (e, ctx) => ctx.console.print('three ' + e.payload.n);`;
  const folder = folderWith({ "a.mjs": text });
  const plugin = await startPlugin(folder, {
    entrypoints: [
      { handler: "hook:plugin.a.*", path: "a.mjs", member: "one" },
      { handler: "hook:plugin.a.b", path: "a.mjs", member: "one" },
      { handler: "hook:plugin.**", path: "a.mjs", member: "two" },
      { handler: "hook:plugin.a.b", path: "a.mjs", member: "three" },
    ],
  });
  t.after(() => plugin.stop());
  const event = { id: "e", type: "plugin.a.b", version: "1.0", time: "", project: "", source: "", payload: { n: 1 } };
  await assert.rejects(plugin.deliver(event), /two/);
  assert.deepEqual(plugin.host.console.map((line) => line.text), ["one plugin.a.b", "three 1"]);
  await plugin.request("hook/invoke", { event, handler: "three", path: "a.mjs" });
  assert.equal(plugin.host.console.length, 3);
  await assert.rejects(plugin.request("hook/invoke", { event, handler: "four", path: "a.mjs" }), InvalidParamsError);
});

test("phases_SeveralOfOnePhase_AreAskedUntilOneStops", async (t) => {
  const text = "export const go = { before: () => ({ message: 'go' }) }; export const stop = { before: () => false, after: (_, p) => ({ message: p.mode }) };";
  const plugin = await startPlugin(folderWith({ "a.mjs": text }), {
    entrypoints: [
      { handler: "phase:plan:before", path: "a.mjs", member: "go", name: "first" },
      { handler: "phase:plan:before", path: "a.mjs", member: "stop", name: "second" },
      { handler: "phase:plan:after", path: "a.mjs", member: "stop", name: "second" },
    ],
  });
  t.after(() => plugin.stop());
  assert.deepEqual(await plugin.request("phase/before", { phase: "plan", name: "first" }), { continue: true, message: "go" });
  assert.deepEqual(await plugin.request("phase/before", { phase: "plan" }), { continue: false });
  assert.deepEqual(await plugin.request("phase/after", { phase: "plan" }), { continue: true, message: "after" });
  await assert.rejects(plugin.request("phase/replace", { phase: "plan" }), InvalidParamsError);
});

for (const [what, input, code, message] of [
  ["NothingSaid", "", 2, /started by Speckit, not by hand/],
  ["Rubbish", "hello\n", 1, /A line is not JSON/],
  ["HalfALine", '{"jsonrpc"', 1, /inside a message/],
] as const) {
  test(`runner_${what}_EndsWith${code}`, async () => {
    const ended = await node([runner, folderWith({})], { input });
    assert.equal(ended.code, code);
    assert.match(ended.stderr, message);
    assert.equal(ended.stdout, "");
  });
}

test("runner_WithoutAFolder_SaysHowItIsUsed", async () => {
  const ended = await node([runner]);
  assert.equal(ended.code, 2);
  assert.match(ended.stderr, /usage: node runner\.js/);
});

test("startPlugin_EndedWhileACommandRuns_EndsAtOnce", async (t) => {
  const text = "export const c = () => new Promise(() => setInterval(() => {}, 1000));";
  const plugin = await start(t, { "a.mjs": text }, { "command:c": "a.mjs:c" });
  plugin.run("c").catch(() => undefined);
  await sleep(50);
  const started = performance.now();
  assert.equal(await plugin.stop(), 0);
  assert(performance.now() - started < 2000);
});
