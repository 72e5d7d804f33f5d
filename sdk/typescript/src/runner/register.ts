import { provideSdkEverywhere } from "./resolution.js";

/** For `node --import`: makes this package resolvable in the whole process. */
await provideSdkEverywhere();
