"""Connections that were not given. Targets are this machine's loopback alone; the test counts what arrives."""

from __future__ import annotations

import os
import socket
import struct
import urllib.parse
from typing import Any

from attempts import Facts, attempt, tried

SECONDS = 2


def tcp(host: str, port: int, family: int = socket.AF_INET) -> str:
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(SECONDS)
        connection.connect((host, port))
        connection.sendall(b"escaped\n")
        return f"connected, {connection.recv(100)!r}"


@attempt
def tcp_loopback(ctx: Any, facts: Facts) -> dict:
    hosts = ("127.0.0.1", "127.0.0.2", "0.0.0.0", "localhost")
    steps = [(h, lambda h=h: tcp(h, facts.tcpPort)) for h in hosts]
    return tried([*steps, ("mapped", lambda: tcp("::ffff:127.0.0.1", facts.tcpPort, socket.AF_INET6))])


@attempt
def tcp_ipv6(ctx: Any, facts: Facts) -> dict:
    return tried([("::1", lambda: tcp("::1", facts.tcpPort6, socket.AF_INET6)), ("localhost", lambda: tcp("localhost", facts.tcpPort6, socket.AF_INET6))])


@attempt
def tcp_fast_open(ctx: Any, facts: Facts) -> dict:
    """Data with the first packet: connect is never called."""

    def send() -> str:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
            connection.settimeout(SECONDS)
            connection.sendto(b"escaped\n", 0x20000000, ("127.0.0.1", facts.tcpPort))
            return repr(connection.recv(100))

    return tried([("fast open", send), ("mptcp", lambda: mptcp(facts))])


def mptcp(facts: Facts) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262) as connection:
        connection.settimeout(SECONDS)
        connection.connect(("127.0.0.1", facts.tcpPort))
        connection.sendall(b"escaped\n")
        return repr(connection.recv(100))


@attempt
def udp(ctx: Any, facts: Facts) -> dict:
    def send(host: str, family: int) -> str:
        with socket.socket(family, socket.SOCK_DGRAM) as connection:
            connection.settimeout(SECONDS)
            connection.sendto(b"escaped\n", (host, facts.udpPort))
            return repr(connection.recvfrom(100)[0])

    return tried([("127.0.0.1", lambda: send("127.0.0.1", socket.AF_INET)), ("::1", lambda: send("::1", socket.AF_INET6)), ("udplite", lambda: udplite(facts))])


def udplite(facts: Facts) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 136) as connection:
        connection.settimeout(SECONDS)
        connection.sendto(b"escaped\n", ("127.0.0.1", facts.udpPort))
        return repr(connection.recvfrom(100)[0])


@attempt
def dns(ctx: Any, facts: Facts) -> dict:
    """A name can carry data out, and its answer data in."""

    def ask() -> str:
        question = struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0) + b"\x07escaped\x04test\x00\x00\x01\x00\x01"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
            connection.settimeout(SECONDS)
            connection.sendto(question, ("127.0.0.1", facts.udpPort))
            return repr(connection.recv(512))

    def resolve() -> str | None:
        found = {item[4][0] for item in socket.getaddrinfo("escaped.test", 80)}
        return str(found) or None

    return tried([("query", ask), ("resolver", resolve)])


@attempt
def raw_sockets(ctx: Any, facts: Facts) -> dict:
    kinds = {
        "icmp": (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
        "raw": (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW),
        "ping": (socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP),
        "packet": (socket.AF_PACKET, socket.SOCK_RAW, 3),
        "raw6": (socket.AF_INET6, socket.SOCK_RAW, 58),
        "sctp": (socket.AF_INET, socket.SOCK_STREAM, 132),
        "can": (29, socket.SOCK_RAW, 1),
        "bluetooth": (31, socket.SOCK_RAW, 1),
        "xdp": (44, socket.SOCK_RAW, 0),
        "alg": (38, socket.SOCK_SEQPACKET, 0),
        "key": (15, socket.SOCK_RAW, 2),
        "tipc": (30, socket.SOCK_STREAM, 0),
        "rds": (21, socket.SOCK_SEQPACKET, 0),
        "qipcrtr": (42, socket.SOCK_DGRAM, 0),
        "smc": (43, socket.SOCK_STREAM, 0),
    }
    return tried([(name, lambda k=kind: f"descriptor {socket.socket(*k).detach()}") for name, kind in kinds.items()])


@attempt
def vsock(ctx: Any, facts: Facts) -> dict:
    """Sockets between virtual machines know no network namespace."""

    def connect(cid: int) -> str:
        with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as connection:
            connection.settimeout(0.5)
            try:
                connection.connect((cid, 1))
            except OSError as error:
                return f"made a socket, then {error}"
            return "connected"

    return tried([("own", lambda: connect(1)), ("make", lambda: f"descriptor {socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).detach()}")])


@attempt
def netlink(ctx: Any, facts: Facts) -> dict:
    """Brings the loopback of its own namespace up or down, adds links, listens to the kernel's messages."""

    def uevents() -> str:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15) as connection:
            connection.bind((os.getpid(), 1))
            return "listens"

    def audit() -> str:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9) as connection:
            return f"descriptor {connection.fileno()}"

    def add_link() -> str | None:
        body = struct.pack("BxHiII", 0, 0, 0, 0, 0) + struct.pack("HH4s", 8, 3, b"esc\x00")
        message = struct.pack("IHHII", 16 + len(body), 16, 0x605, 1, 0) + body
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as connection:
            connection.settimeout(SECONDS)
            connection.send(message)
            answer = connection.recv(4096)
        return "added" if struct.unpack_from("i", answer, 16)[0] == 0 else None

    return tried([("uevents", uevents), ("audit", audit), ("add link", add_link), ("generic", lambda: f"descriptor {socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16).detach()}")])


@attempt
def abstract_unix(ctx: Any, facts: Facts) -> dict:
    def connect(kind: int, name: str) -> str:
        with socket.socket(socket.AF_UNIX, kind) as connection:
            connection.settimeout(SECONDS)
            connection.connect("\0" + name)
            connection.sendall(b"escaped\n")
            return f"connected, {connection.recv(100)!r}"

    return tried([("stream", lambda: connect(socket.SOCK_STREAM, facts.abstractName))])


@attempt
def unix_in_project(ctx: Any, facts: Facts) -> dict:
    """A development server, a file watcher or an agent may listen in the project: reading it is not talking to them."""

    def connect(path: str) -> str:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(SECONDS)
            connection.connect(path)
            connection.sendall(b"escaped\n")
            return f"connected, {connection.recv(100)!r}"

    known = ("/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "/tmp/.X11-unix/X0")
    return tried([(p, lambda p=p: connect(p)) for p in (facts.unixPath, *known)])


def proxy_address() -> tuple[str, int]:
    given = urllib.parse.urlsplit(os.environ["HTTP_PROXY"])
    return given.hostname, given.port


def proxied(request: bytes) -> bytes:
    with socket.create_connection(proxy_address(), SECONDS) as connection:
        connection.sendall(request)
        received = b""
        try:
            while len(received) < 8192 and (data := connection.recv(4096)):
                received += data
        except TimeoutError:
            pass
        return received


def through(request: bytes, mark: bytes) -> str | None:
    received = proxied(request)
    return received.decode("latin-1")[:500] if mark in received else None


@attempt
def proxy_private(ctx: Any, facts: Facts) -> dict:
    """The host's proxy is asked for what only the host may reach, under many names."""
    port, mark = facts.tcpPort, facts.marker.encode()
    names = ("127.0.0.2", "localhost", "127.2", "0x7f000002", "2130706434", "017700000002", "0.0.0.0", "[::1]", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[64:ff9b::7f00:2]", "127.0.0.2.", "LOCALHOST.", "127.0.0.2%00.example.com", "user@127.0.0.2", "169.254.169.254", "10.0.0.1", "metadata.google.internal", "127.0.0.1@127.0.0.2")
    steps = []
    for name in names:
        connect = f"CONNECT {name}:{port} HTTP/1.1\r\nHost: {name}:{port}\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        get = f"GET http://{name}:{port}/ HTTP/1.1\r\nHost: {name}:{port}\r\nConnection: close\r\n\r\n".encode()
        steps += [(f"CONNECT {name}", lambda r=connect: through(r, mark)), (f"GET {name}", lambda r=get: through(r, mark))]
    return tried(steps)


@attempt
def proxy_smuggling(ctx: Any, facts: Facts) -> dict:
    """One address is allowed, and requests for another hide behind and inside its own."""
    good, bad, mark = f"127.0.0.1:{facts.allowedPort}", f"127.0.0.2:{facts.tcpPort}", facts.marker.encode()
    second = f"GET http://{bad}/ HTTP/1.1\r\nHost: {bad}\r\n\r\n"
    requests = {
        "host header": f"GET http://{good}/ HTTP/1.1\r\nHost: {bad}\r\nConnection: close\r\n\r\n",
        "two hosts": f"GET http://{good}/ HTTP/1.1\r\nHost: {good}\r\nHost: {bad}\r\nConnection: close\r\n\r\n",
        "relative with host": f"GET / HTTP/1.1\r\nHost: {bad}\r\nConnection: close\r\n\r\n",
        "second request": f"GET http://{good}/ HTTP/1.1\r\nHost: {good}\r\n\r\n{second}",
        "length and chunks": f"POST http://{good}/ HTTP/1.1\r\nHost: {good}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{second}",
        "two lengths": f"POST http://{good}/ HTTP/1.1\r\nHost: {good}\r\nContent-Length: 0\r\nContent-Length: {len(second)}\r\n\r\n{second}",
        "line feed alone": f"GET http://{good}/ HTTP/1.1\nHost: {good}\n\n{second}",
        "userinfo": f"GET http://{good}@{bad}/ HTTP/1.1\r\nHost: {good}\r\nConnection: close\r\n\r\n",
        "backslash": f"GET http://{bad}\\@{good}/ HTTP/1.1\r\nHost: {good}\r\nConnection: close\r\n\r\n",
        "fragment": f"GET http://{bad}#@{good}/ HTTP/1.1\r\nHost: {good}\r\nConnection: close\r\n\r\n",
        "tab in target": f"GET http://{good}/\tHTTP/1.1\r\nX: GET http://{bad}/ HTTP/1.1\r\n\r\n",
        "folded": f"GET http://{good}/ HTTP/1.1\r\nHost: {good}\r\n {bad}\r\nConnection: close\r\n\r\n",
        "connect twice": f"CONNECT {good} HTTP/1.1\r\nHost: {good}\r\n\r\nCONNECT {bad} HTTP/1.1\r\nHost: {bad}\r\n\r\n",
        "connect with userinfo": f"CONNECT {good}@{bad} HTTP/1.1\r\nHost: {good}\r\n\r\n",
        "other scheme": f"GET ftp://{bad}/ HTTP/1.1\r\nHost: {bad}\r\n\r\n",
        "file": "GET file:///etc/shadow HTTP/1.1\r\nHost: localhost\r\n\r\n",
    }
    steps = [(name, lambda r=text: through(r.encode(), mark)) for name, text in requests.items()]
    return tried([*steps, ("redirect", lambda: through(f"GET http://{good}/redirect HTTP/1.1\r\nHost: {good}\r\nConnection: close\r\n\r\n".encode(), mark))])


@attempt
def proxy_blocked_port(ctx: Any, facts: Facts) -> dict:
    port, mark = facts.blockedPort, facts.marker.encode()
    return tried([("connect", lambda: through(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\nGET / HTTP/1.0\r\n\r\n".encode(), mark)), ("get", lambda: through(f"GET http://127.0.0.1:{port}/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode(), mark))])


@attempt
def proxy_floods(ctx: Any, facts: Facts) -> dict:
    """A head that never ends, a hundred connections that say nothing: the host must not hold them for ever."""
    endless = b"GET http://127.0.0.1/ HTTP/1.1\r\nX: " + b"a" * (1 << 22)
    held = [socket.create_connection(proxy_address(), SECONDS) for _ in range(100)]
    answer = None
    try:
        answer = proxied(endless)
    except OSError:
        pass
    for connection in held:
        connection.close()
    return {"got": ["an answer"] if answer and b" 200 " in answer else [], "refused": [repr(answer)[:200]]}


@attempt
def direct_beside_proxy(ctx: Any, facts: Facts) -> dict:
    """With a grant for the network the way leads through the proxy alone."""
    return tried([("127.0.0.1", lambda: tcp("127.0.0.1", facts.tcpPort)), ("allowed", lambda: tcp("127.0.0.1", facts.allowedPort)), ("127.0.0.2", lambda: tcp("127.0.0.2", facts.tcpPort))])


@attempt
def http_service(ctx: Any, facts: Facts) -> dict:
    mark = facts.marker

    def send(url: str, **more: Any) -> str | None:
        body = str(ctx.host.request("http/send", {"url": url, **more}))
        return body[:300] if mark in body else None

    good, bad = f"http://127.0.0.1:{facts.allowedPort}", f"http://127.0.0.2:{facts.tcpPort}"
    urls = (bad, bad.replace("127.0.0.2", "localhost"), bad.replace("127.0.0.2", "127.2"), bad.replace("127.0.0.2", "[::1]"), f"{good}@127.0.0.2:{facts.tcpPort}/", f"{good}/redirect", "file:///etc/passwd", "file://localhost/etc/shadow", "ftp://127.0.0.2/", "gopher://127.0.0.2/", "http://169.254.169.254/latest/meta-data/", "unix:///var/run/docker.sock", "data:text/plain," + mark, "http:///", "//127.0.0.2/", "")
    steps = [(url, lambda u=url: send(u)) for url in urls]
    headers = {"Host": f"127.0.0.2:{facts.tcpPort}", "X": f"1\r\nHost: 127.0.0.2:{facts.tcpPort}"}
    return tried([*steps, *[(f"header {n}", lambda n=n, v=v: send(good + "/echo", headers={n: v})) for n, v in headers.items()], ("method", lambda: send(good + "/", method="GET / HTTP/1.1\r\nHost: 127.0.0.2\r\n\r\nGET"))])
