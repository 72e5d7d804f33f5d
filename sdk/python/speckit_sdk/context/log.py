"""The plugin's log."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .host import Host


class Log:
    """Writes to the log that the host keeps. Arguments are put in as ``logging`` does: ``log.info("%d files", 3)``."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def debug(self, message: object, *args: object) -> None:
        """What only the plugin's author wants to know."""
        self._write("debug", message, args)

    def info(self, message: object, *args: object) -> None:
        """What happened."""
        self._write("info", message, args)

    def warning(self, message: object, *args: object) -> None:
        """What may be wrong."""
        self._write("warning", message, args)

    def error(self, message: object, *args: object) -> None:
        """What is wrong."""
        self._write("error", message, args)

    def exception(self, message: object, *args: object) -> None:
        """What is wrong, with the traceback of the exception being handled."""
        import traceback

        self._write("error", f"{str(message) % args if args else message}\n{traceback.format_exc().rstrip()}", ())

    def _write(self, level: str, message: object, args: tuple[object, ...]) -> None:
        text = str(message) % args if args else str(message)
        self._host.notify("log/write", {"level": level, "message": text})
