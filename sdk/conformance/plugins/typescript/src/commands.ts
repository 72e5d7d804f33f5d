import { commandResult, defineCommand, UsageError } from "@ospec/plugin-sdk";

export const echo = defineCommand({
  name: "conf:echo",
  arguments: { texts: { multiple: true } },
  options: {
    shout: { type: "boolean" },
    "dry-run": { type: "boolean" },
    word: { default: "none" },
    tag: { multiple: true },
    count: { type: "integer", default: 1 },
    ratio: { type: "number", default: 0.5 },
  },
  run: (_, { texts, shout, dryRun, word, tag, count, ratio }) => ({
    arguments: texts,
    options: { shout, "dry-run": dryRun, word, tag, count, ratio },
  }),
});

export const typed = defineCommand({
  name: "conf:typed",
  arguments: { who: { required: true }, times: { type: "integer", default: 1 } },
  run: (_, { who, times }) => ({ who, times }),
});

export const value = defineCommand({
  name: "conf:value",
  run: () => ({
    text: 'Grüße, 世界 🌍 \u2028 \u0000 "\\',
    null: null,
    yes: true,
    no: false,
    zero: 0,
    whole: 9007199254740991,
    negative: -42,
    fraction: 0.1,
    tiny: 1e-7,
    empty: {},
    list: [],
    nested: { a: [{ b: [null, [1, [2]]] }] },
    "": "a name that is empty",
    näme: "a name that is not ASCII",
  }),
});

export const length = defineCommand({
  name: "conf:length",
  arguments: { text: { required: true } },
  run: (_, { text }) => text.length,
});

export const large = defineCommand({
  name: "conf:large",
  arguments: { n: { type: "integer", required: true } },
  run: (_, { n }) => "x".repeat(n),
});

export const exit = defineCommand({
  name: "conf:exit",
  arguments: { code: { type: "integer", required: true } },
  run: (_, { code }) => commandResult({ code }, code),
});

export const nothing = defineCommand({ name: "conf:void", run: () => undefined });

export const nan = defineCommand({ name: "conf:nan", run: () => ({ value: Number.NaN }) });

export const surrogate = defineCommand({ name: "conf:surrogate", run: () => "a\ud800b" });

export const fail = defineCommand({
  name: "conf:fail",
  run() {
    throw new Error("conf: this went wrong");
  },
});

export const usage = defineCommand({
  name: "conf:usage",
  run() {
    throw new UsageError("conf: not like this");
  },
});
