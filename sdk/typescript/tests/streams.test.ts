import assert from "node:assert/strict";
import { test } from "node:test";
import { folderWith, sdk } from "./support/folders.js";
import { run } from "./support/process.js";

/** Threads that open and close files all the time, as those of Node.js do while it starts. */
const racing = `
  import { readlinkSync } from "node:fs";
  import { Worker } from "node:worker_threads";
  import { takeStandardStreams } from ${JSON.stringify(`${sdk}/dist/runner/streams.js`)};

  const busy = "const { openSync, closeSync } = require('fs'); require('worker_threads').parentPort.postMessage(1); for (;;) closeSync(openSync('/dev/zero'));";
  for (let i = 0; i < 2; i++) {
    await new Promise((ready) => new Worker(busy, { eval: true }).once("message", ready));
  }
  const { output } = takeStandardStreams();
  const names = [0, 1, 2].map((n) => readlinkSync("/proc/self/fd/" + n));
  output.write(JSON.stringify({ input: names[0], outputIsErrors: names[1] === names[2] }), () => process.exit(0));
`;

test("takeStandardStreams_WhileOtherThreadsOpenFiles_LeavesNoNumberFree", { skip: process.platform !== "linux" }, async () => {
  const folder = folderWith({ "racing.mjs": racing });
  for (let round = 0; round < 10; round++) {
    // What Node.js calls a pipe is a socket, which cannot be opened again; those of the shell are pipes.
    const ended = await run("sh", ["-c", ': | "$0" "$1" 2>"$1.log" | cat', process.execPath, `${folder}/racing.mjs`]);
    assert.deepEqual(JSON.parse(ended.stdout || "{}"), { input: "/dev/null", outputIsErrors: true }, ended.stderr);
  }
});
