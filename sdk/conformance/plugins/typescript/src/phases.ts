import { definePhase } from "@ospec/plugin-sdk";

export const gate = definePhase({
  phase: "implement",
  before(ctx, { phase, feature = "-", context }) {
    ctx.console.print(`before ${phase} ${feature}`);
    switch (context.mode) {
      case "continue":
        return true;
      case "block":
        return { continue: false, message: "conf: not yet" };
      case "error":
        throw new Error("conf: the phase failed");
      default:
        return undefined;
    }
  },
  after(ctx, { phase, feature = "-" }) {
    ctx.console.print(`after ${phase} ${feature}`);
  },
});

export const planner = definePhase({
  phase: "plan",
  replace: (_, { feature = "-" }) => ({ continue: true, message: `conf: planned ${feature}` }),
});
