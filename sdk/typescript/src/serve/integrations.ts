import type { Integration, SyncCall } from "../define/integration.js";
import { InvalidParamsError } from "../protocol/errors.js";
import type { Fields } from "../protocol/fields.js";
import type { Methods } from "./serving.js";

export const integrationMethods: Methods = {
  async "integration/sync"(serving, params, signal) {
    const direction = readDirection(params);
    const context = params.optionalObject("context") ?? {};
    const name = params.optionalText("name");
    const entry =
      name === undefined
        ? serving.handlers.only("integration")
        : serving.handlers.one(`integration:${name}`, `integration '${name}'`);
    const integration = (await serving.handlers.use(entry)) as Integration;
    const result = (await integration.sync(serving.context(signal), { direction, context })) ?? {};
    const { created = 0, updated = 0, failed = 0, message } = result;
    return { created, updated, failed, message };
  },
};

function readDirection(params: Fields): SyncCall["direction"] {
  const direction = params.text("direction");
  if (direction !== "push" && direction !== "pull" && direction !== "both") {
    throw new InvalidParamsError(`'direction' must be push, pull or both; '${direction}' is not.`);
  }

  return direction;
}
