throw new Error("conf: broken at load");
export {};
