import { closeSync, constants, createReadStream, createWriteStream, openSync } from "node:fs";
import { Socket } from "node:net";
import { Readable, type Writable } from "node:stream";

const attempts = 2000;
const pauseInMilliseconds = 1;
const clock = new Int32Array(new SharedArrayBuffer(4));

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
  const streams = process.platform === "linux" ? openAgain() : undefined;
  if (streams === undefined) {
    return undefined;
  }

  giveAway(0, "/dev/null", constants.O_RDONLY);
  if (canBeOpened("/proc/self/fd/2", constants.O_WRONLY | constants.O_APPEND)) {
    giveAway(1, "/proc/self/fd/2", constants.O_WRONLY | constants.O_APPEND);
  } else {
    giveAway(1, "/dev/null", constants.O_WRONLY);
    printToStandardError();
  }

  return streams;
}

function canBeOpened(path: string, flags: number): boolean {
  try {
    closeSync(openSync(path, flags));
    return true;
  } catch {
    return false;
  }
}

function openAgain(): ProtocolStreams | undefined {
  try {
    const input = openSync("/proc/self/fd/0", constants.O_RDONLY | constants.O_NONBLOCK);
    const output = openSync("/proc/self/fd/1", constants.O_WRONLY | constants.O_NONBLOCK);
    return {
      input: new Socket({ fd: input, readable: true, writable: false }),
      output: new Socket({ fd: output, readable: false, writable: true }),
    };
  } catch {
    return undefined;
  }
}

/**
 * Lets a number stand for another file. What is opened gets the lowest number that is free, so the number is closed first; a
 * thread of Node.js that opens a file just then gets it, and soon closes it again. A number that stayed free would later go
 * to something that Node.js aborts for when it has to close it under a number so low.
 */
function giveAway(descriptor: number, path: string, flags: number): void {
  closeSync(descriptor);
  for (let tried = 0; tried < attempts; tried++) {
    const opened = openSync(path, flags);
    if (opened === descriptor) {
      return;
    }

    closeSync(opened);
    Atomics.wait(clock, 0, 0, pauseInMilliseconds);
  }

  throw new Error(`The file descriptor ${descriptor} did not become free.`);
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
