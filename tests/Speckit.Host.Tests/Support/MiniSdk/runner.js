// Runs the plugins of tests: node …/dist/runner.js <package>. An entry point is a function of the call's parameters.
const fs = require('node:fs');
const path = require('node:path');

const [, , root] = process.argv;
let entries = [];

function* lines() {
  let rest = '';
  const buffer = Buffer.alloc(65536);
  for (let read; (read = fs.readSync(0, buffer)) > 0; ) {
    const parts = (rest + buffer.toString('utf8', 0, read)).split('\n');
    rest = parts.pop();
    yield* parts;
  }
}

const load = (entry) => require(path.join(root, entry.path))[entry.member ?? 'run'];

function answer({ method, params }) {
  if (method === 'initialize') {
    entries = params.entrypoints;
    const handlers = entries.filter((e) => !params.verify || load(e)).map((e) => e.handler);
    return { protocol: 1, sdk: { language: 'typescript', version: '0' }, handlers };
  }
  if (method === 'command/run') {
    return { result: load(entries.find((e) => e.handler === `command:${params.name}`))(params), exitCode: 0 };
  }
  return {};
}

for (const line of lines()) {
  const message = JSON.parse(line);
  let reply;
  try {
    reply = { result: answer(message) };
  } catch (error) {
    reply = { error: { code: -32603, message: String(error) } };
  }
  fs.writeSync(1, JSON.stringify({ jsonrpc: '2.0', id: message.id, ...reply }) + '\n');
}
