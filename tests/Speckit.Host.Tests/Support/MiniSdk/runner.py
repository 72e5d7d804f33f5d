# Runs the plugins of tests: python3 … -m speckit_sdk <package>. One thread: while a call waits for the host, other requests wait.
# An entry point is a function of the call's parameters and the host. What a plugin prints goes to standard error.
import collections, importlib.util, json, os, sys

PACKAGE = sys.argv[1]
OUT = os.fdopen(os.dup(1), "wb", buffering=0)
os.dup2(2, 1)


class HostError(Exception):
    def __init__(self, error):
        super().__init__(error["message"])
        self.code, self.data = error["code"], error.get("data")


class Host:
    def __init__(self):
        self.last, self.waiting, self.hello = 0, collections.deque(), {}

    def raw(self, data):
        OUT.write(data)

    def send(self, **message):
        self.raw(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")

    def note(self, method, **params):
        self.send(method=method, params=params)

    def call(self, method, **params):
        self.last += 1
        number = self.last
        self.send(id=number, method=method, params=params)
        while True:
            message = self.read()
            if "method" in message:
                self.waiting.append(message)
            elif message["id"] == number:
                if "error" in message:
                    raise HostError(message["error"])
                return message["result"]

    def read(self):
        line = sys.stdin.buffer.readline()
        if not line:
            sys.exit(0)
        return json.loads(line)


def load(entry, modules={}):
    path = os.path.join(PACKAGE, entry["path"])
    if path not in modules:
        spec = importlib.util.spec_from_file_location(f"entry{len(modules)}", path)
        modules[path] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(modules[path])
    return getattr(modules[path], entry.get("member") or "run", None)


def find(method, params, entries):
    if method == "hook/invoke":
        if "handler" not in params:
            return load(dict(entries[0], member="subscribed"))
        return load(dict(path=params["path"], member=params["handler"]))
    subject = params.get("name") or f"{params.get('from')}->{params.get('to')}"
    kind = {"command/run": "command", "integration/sync": "integration"}.get(method, "migration")
    return load(next(e for e in entries if e["handler"] == f"{kind}:{subject}"))


def answer(host, message):
    method, params = message["method"], message.get("params") or {}
    if method == "initialize":
        host.hello = params
        there = [e["handler"] for e in params["entrypoints"] if not params["verify"] or load(e)]
        return {"protocol": 1, "sdk": {"language": "python", "version": "0"}, "handlers": there}
    if method in ("configure", "activate", "deactivate", "shutdown"):
        if method == "configure":
            host.config = params["config"]
        return {}
    result = find(method, params, host.hello["entrypoints"])(params, host)
    return {"result": result, "exitCode": 0} if method == "command/run" else result or {}


def main():
    host = Host()
    while True:
        message = host.waiting.popleft() if host.waiting else host.read()
        if "id" not in message:
            continue
        try:
            host.send(id=message["id"], result=answer(host, message))
        except Exception as error:
            host.send(id=message["id"], error={"code": -32603, "message": f"{type(error).__name__}: {error}"})


main()
