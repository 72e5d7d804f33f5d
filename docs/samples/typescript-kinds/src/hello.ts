import { defineCommand } from "@ospec/plugin-sdk";

export const hello = defineCommand({
  name: "greeter:hello",
  arguments: { name: { required: true } },
  options: { shout: { type: "boolean" } },
  run(ctx, { name, shout }) {
    const text = `Hello, ${name}!`;
    ctx.console.print(shout ? text.toUpperCase() : text);
    return { greeted: name };
  },
});
