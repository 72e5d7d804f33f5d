import { closeSync, constants, createReadStream, createWriteStream, openSync } from "node:fs";
import { Socket } from "node:net";
import { Readable, type Writable } from "node:stream";

/** The two ends of the protocol. */
export interface ProtocolStreams {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * Takes standard input and output for the protocol. What the plugin, or a program that it starts, prints goes to standard
 * error from then on, and what it reads is empty.
 */
export function takeStandardStreams(): ProtocolStreams {
  return moveDescriptors() ?? replaceStreams();
}

/** Opens both again under other numbers, so that 0 and 1 can be given away. Sockets cannot be opened again. */
function moveDescriptors(): ProtocolStreams | undefined {
  if (process.platform !== "linux") {
    return undefined;
  }

  let input: number | undefined;
  let output: number | undefined;
  try {
    input = openSync("/proc/self/fd/0", constants.O_RDONLY | constants.O_NONBLOCK);
    output = openSync("/proc/self/fd/1", constants.O_WRONLY | constants.O_NONBLOCK);
    const streams = {
      input: new Socket({ fd: input, readable: true, writable: false }),
      output: new Socket({ fd: output, readable: false, writable: true }),
    };
    // A file that is opened gets the lowest number that is free.
    closeSync(0);
    openSync("/dev/null", constants.O_RDONLY);
    closeSync(1);
    if (!openAgain(2)) {
      openSync("/dev/null", constants.O_WRONLY);
      printToStandardError();
    }

    return streams;
  } catch {
    return undefined;
  }
}

function openAgain(descriptor: number): boolean {
  try {
    openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_APPEND);
    return true;
  } catch {
    return false;
  }
}

function printToStandardError(): void {
  Object.defineProperty(process, "stdout", { value: process.stderr, configurable: true });
}

/** Replaces what JavaScript uses; who writes to the number 1 itself still breaks the protocol. */
function replaceStreams(): ProtocolStreams {
  const streams = { input: openInput(), output: openOutput() };
  Object.defineProperty(process, "stdin", { value: Readable.from([]), configurable: true });
  printToStandardError();
  return streams;
}

function openInput(): Readable {
  try {
    return new Socket({ fd: 0, readable: true, writable: false });
  } catch {
    return createReadStream("", { fd: 0, autoClose: false });
  }
}

function openOutput(): Writable {
  try {
    return new Socket({ fd: 1, readable: false, writable: true });
  } catch {
    return createWriteStream("", { fd: 1, autoClose: false });
  }
}
