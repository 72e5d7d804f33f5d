import { writeSync } from "node:fs";
import module from "node:module";
import type { Host } from "./context/host.js";
import { ConnectionEndedError } from "./protocol/errors.js";
import { Peer } from "./protocol/peer.js";
import { describe } from "./runner/describe.js";
import { Session } from "./runner/session.js";
import { takeStandardStreams } from "./runner/streams.js";

const usage = 2;
const standardError = 2;

const packageDir = process.argv[2];
if (packageDir === undefined || process.argv.length > 3) {
  log("usage: node runner.js <package folder>\nIt serves a Speckit plugin and is started by Speckit.");
  process.exit(usage);
}

// Loaded where it is needed alone.
const restarted = "register" in module ? undefined : (await import("./runner/oldNode.js")).runWithLoader();
process.exit(restarted ?? (await serve(packageDir)));

async function serve(folder: string): Promise<number> {
  const { input, output } = takeStandardStreams();
  keepRunning();
  const host: Host = {
    ask: (method, params, signal) => peer.request(method, params, signal),
    tell: (method, params) => peer.notify(method, params),
  };
  const session = new Session(folder, host, log);
  const peer: Peer = new Peer(input, output, {
    handler: (method) => session.handler(method),
    failed: (method, error) => log(`${method}: ${describe(error)}`),
  });
  try {
    await peer.closed;
  } catch (error) {
    log(`The connection with the host broke: ${(error as Error).message}`);
    return 1;
  }

  if (!session.isInitialized) {
    log("This is a Speckit plugin. It is started by Speckit, not by hand: install it with 'specify plugin install'.");
    return usage;
  }

  return 0;
}

/** What a plugin left running in the background may fail; the calls beside it go on. */
function keepRunning(): void {
  process.on("uncaughtException", (error) => log(`An error that nobody caught: ${describe(error)}`));
  process.on("unhandledRejection", (error) => {
    // A request that nobody waits for any more, at the end.
    if (!(error instanceof ConnectionEndedError)) {
      log(`An error that nobody caught: ${describe(error)}`);
    }
  });
}

function log(text: string): void {
  try {
    writeSync(standardError, `${text}\n`);
  } catch {
    // Nobody reads it.
  }
}
