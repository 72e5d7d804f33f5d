"""``python3 -m speckit_sdk <package>``: serves a plugin over standard input and output. The host starts it."""

from __future__ import annotations

import os
import sys

GRACE = 0.2
INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Serves until the input ends. 0 in good order, 1 when the connection broke, 2 for bad usage."""
    if len(arguments) != 1 or not os.path.isdir(arguments[0]):
        sys.stderr.write("usage: python3 -m speckit_sdk PACKAGE\nPlugins are started by Speckit, not by hand: 'specify run <command>'.\n")
        return 2
    from ._runtime import stdio
    from ._runtime.loading import prepare_path
    from ._runtime.messages import ProtocolError
    from ._runtime.peer import Peer
    from ._runtime.session import Session

    package = os.path.abspath(arguments[0])
    incoming, outgoing = stdio.take()
    prepare_path(package)
    peer = Peer(incoming, outgoing)
    session = Session(peer, package)
    session.register()
    try:
        peer.run()
    except ProtocolError as error:
        sys.stderr.write(f"The connection with the host broke: {error}\n")
        _leave(1)
    except KeyboardInterrupt:
        _leave(INTERRUPTED)
    if not peer.wait_until_finished(GRACE):
        # Calls that nobody waits for any more must not keep the process alive, nor fight with Python's own shutdown.
        _leave(0)
    return 0


def _leave(code: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
