import {
  type BacklogTask,
  BusyError,
  CancelledError,
  CapabilityDeniedError,
  defineCommand,
  InvalidParamsError,
  LimitReachedError,
  MethodNotFoundError,
  NotFoundError,
  RefusedError,
  RpcError,
  type SpeckitContext,
  TooLargeError,
  WrongStateError,
} from "@ospec/plugin-sdk";

/** The parameters as the protocol names them: the scripts know what they send. */
type Parameters = any;

const services: Readonly<Record<string, (ctx: SpeckitContext, p: Parameters) => unknown>> = {
  "project/glob": (ctx, { patterns, exclude }) => ctx.project.glob(patterns, { exclude }),
  "project/readFile": async (ctx, p) =>
    p.as === "bytes" ? base64(await ctx.project.readBytes(p.path)) : ctx.project.readText(p.path),
  "project/changedFiles": (ctx, p) => ctx.project.changedFiles(p.since),
  "project/writeFile": (ctx, p) =>
    p.bytes === undefined
      ? ctx.project.writeText(p.path, p.text)
      : ctx.project.writeBytes(p.path, Buffer.from(p.bytes, "base64")),
  "project/createDirectory": (ctx, p) => ctx.project.createDirectory(p.path),
  "backlog/list": async (ctx, p) => (await ctx.backlog.list(p)).map(task),
  "backlog/get": async (ctx, p) => task(await ctx.backlog.get(p.id)),
  "backlog/create": async (ctx, p) => task(await ctx.backlog.create(p)),
  "backlog/update": async (ctx, { id, ...changes }) => task(await ctx.backlog.update(id, changes)),
  "shell/run": (ctx, { argv, ...options }) => ctx.shell.run(argv, options),
  "http/send": async (ctx, { url, ...options }) => {
    const response = await ctx.http.send(url, options);
    return { status: response.status, headers: response.headers, body: response.text() };
  },
  "environment/get": (ctx, p) => ctx.environment.get(p.name),
  "events/emit": (ctx, { type, payload, ...options }) => ctx.eventBus.emit(type, payload, options),
  "console/write": (ctx, { text, level }) => {
    const write = { info: "print", warning: "warn", error: "error" } as const;
    return ctx.console[write[level as keyof typeof write] ?? "print"](text);
  },
  "console/finding": (ctx, p) => ctx.console.finding(p),
  "progress/report": (ctx, p) => ctx.progress.report(p.message, p.fraction),
  "config/get": async (ctx) => {
    await ctx.configManager.refresh();
    return ctx.configManager.all();
  },
  "log/write": (ctx, { level, message }) => {
    const write = { debug: "debug", info: "info", warning: "warn", error: "error" } as const;
    ctx.logger[write[level as keyof typeof write]](message);
  },
};

const kinds = [
  [CapabilityDeniedError, "capabilityDenied"],
  [NotFoundError, "notFound"],
  [TooLargeError, "tooLarge"],
  [RefusedError, "refused"],
  [BusyError, "busy"],
  [WrongStateError, "wrongState"],
  [LimitReachedError, "limitReached"],
  [CancelledError, "cancelled"],
  [MethodNotFoundError, "methodNotFound"],
  [InvalidParamsError, "invalidParams"],
] as const;

const parameters = { method: { required: true }, parameters: { default: "{}" } } as const;

export const call = defineCommand({
  name: "conf:call",
  arguments: parameters,
  run: (ctx, { method, parameters }) => caught(() => services[method]!(ctx, JSON.parse(parameters))),
});

export const through = defineCommand({
  name: "conf:through",
  arguments: parameters,
  run: (ctx, { method, parameters }) => services[method]!(ctx, JSON.parse(parameters)),
});

export const parallel = defineCommand({
  name: "conf:parallel",
  arguments: { n: { type: "integer", required: true } },
  run: (ctx, { n }) => Promise.all(Array.from({ length: n }, (_, i) => ctx.project.readText(`file-${i}`))),
});

export const many = defineCommand({
  name: "conf:many",
  arguments: { n: { type: "integer", required: true } },
  async run(ctx, { n }) {
    let characters = 0;
    for (let i = 0; i < n; i++) {
      characters += (await ctx.project.readText("again")).length;
    }

    return { calls: n, characters };
  },
});

export const largeRequest = defineCommand({
  name: "conf:large-request",
  arguments: { n: { type: "integer", required: true } },
  run: (ctx, { n }) => caught(() => ctx.project.writeText("large.txt", "x".repeat(n))),
});

async function caught(action: () => unknown): Promise<object> {
  try {
    return { ok: (await action()) ?? null };
  } catch (error) {
    if (!(error instanceof RpcError)) {
      throw error;
    }

    return { error: { kind: kindOf(error), code: error.code, message: error.message, ...detailsOf(error) } };
  }
}

function kindOf(error: RpcError): string {
  return kinds.find(([type]) => error instanceof type)?.[1] ?? "other";
}

function detailsOf(error: RpcError): object {
  if (error instanceof CapabilityDeniedError) {
    return { capability: error.capability, hint: error.hint };
  }

  return error instanceof LimitReachedError ? { limit: error.limit, value: error.value } : {};
}

function task({ created, updated, ...rest }: BacklogTask): object {
  return rest;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
