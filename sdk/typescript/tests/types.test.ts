import assert from "node:assert/strict";
import { test } from "node:test";
import { defineCommand, definePhase, type PluginContext, type SpeckitContext } from "../src/index.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>) => undefined;

/** What is checked here is that it compiles. */
test("defineCommand_ArgumentsAndOptions_AreInferred", () => {
  const command = defineCommand({
    name: "c",
    arguments: { who: { required: true }, where: {}, rest: { multiple: true, type: "integer" } },
    options: {
      "dry-run": { type: "boolean" },
      "very-long-name": { type: "number" },
      level: { choices: ["low", "high"], default: "low" },
      size: { choices: ["s", "m"] },
      limit: { type: "integer", default: 20 },
      tag: { multiple: true },
    },
    run(ctx, args) {
      same<typeof ctx, SpeckitContext>(true);
      same<typeof args.who, string>(true);
      same<typeof args.where, string | undefined>(true);
      same<typeof args.rest, readonly number[]>(true);
      same<typeof args.dryRun, boolean>(true);
      same<typeof args.veryLongName, number | undefined>(true);
      same<typeof args.level, "low" | "high">(true);
      same<typeof args.size, "s" | "m" | undefined>(true);
      same<typeof args.limit, number>(true);
      same<typeof args.tag, readonly string[]>(true);
      // @ts-expect-error There is no such option.
      return args.nothing;
    },
  });
  assert.equal(command.name, "c");
});

test("defineCommand_WithoutParameters_GivesNone", () => {
  const command = defineCommand({
    name: "c",
    run(_, args) {
      // @ts-expect-error Nothing was declared.
      return args.anything;
    },
  });
  assert.deepEqual([command.arguments, command.options], [{}, {}]);
});

test("SpeckitContext_IsAPluginContext", () => {
  const context = (ctx: SpeckitContext): PluginContext => ctx;
  assert(context);
});

test("definePhase_OutcomesOfOtherTypes_AreRefused", () => {
  definePhase({ phase: "p", before: () => ({ continue: false, message: "m" }), after: () => undefined });
  // @ts-expect-error A number says nothing.
  definePhase({ phase: "p", before: () => 5 });
  assert.throws(() => definePhase({ phase: "p" }), TypeError);
});
