export type { HttpCall, MockHttp, MockResponse, MockShell, ShellCall } from "./fakes.js";
export type { MockFiles } from "./files.js";
export { allCapabilities, type MockContext, mockContext, type MockOptions } from "./mockContext.js";
export type { ConsoleLine, EmittedEvent, MockHost } from "./mockHost.js";
export { pluginTest } from "./pluginTest.js";
export { type RunningPlugin, startPlugin, type StartOptions } from "./startPlugin.js";
export type { MockTasks } from "./tasks.js";
