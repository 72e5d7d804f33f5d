"""Running programs."""

from __future__ import annotations

from ..errors import SpeckitError
from .host import answered, given

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from .host import Host

OPERATORS = frozenset({"|", "||", "&&", "&", ";", ">", ">>", "<", "<<", "2>", "2>&1"})


class ShellResult:
    """What a program did."""

    __slots__ = ("args", "returncode", "stderr", "stdout", "timed_out", "truncated")

    def __init__(
        self, args: list[str], returncode: int, stdout: str, stderr: str, timed_out: bool = False, truncated: bool = False
    ) -> None:
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr
        self.timed_out = timed_out
        self.truncated = truncated

    @property
    def ok(self) -> bool:
        """Whether it ended with 0 in its time."""
        return self.returncode == 0 and not self.timed_out

    def check(self) -> ShellResult:
        """Itself; ``ShellError`` when the program failed."""
        if not self.ok:
            raise ShellError(self)
        return self

    def __repr__(self) -> str:
        return f"ShellResult({self.args!r}, returncode={self.returncode})"


class ShellError(SpeckitError):
    """A program failed; ``result`` is what it did."""

    def __init__(self, result: ShellResult) -> None:
        how = "took too long" if result.timed_out else f"ended with exit code {result.returncode}"
        last = result.stderr.strip().rpartition("\n")[2]
        super().__init__(f"'{' '.join(result.args)}' {how}{': ' + last if last else ''}")
        self.result = result


class Shell:
    """Runs programs inside the plugin's sandbox. There is no shell: a text is only split into words. Needs ``subprocess``."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def run(
        self,
        command: str | Sequence[str | os.PathLike[str]],
        *,
        cwd: str | os.PathLike[str] | None = None,
        timeout: float | None = None,
        check: bool = False,
    ) -> ShellResult:
        """Runs a program and waits for it.

        A text is split as a shell would; a list is taken as it is. ``ValueError`` for a text with ``|``, ``>``, ``&&``
        and the like. ``cwd`` is in the project. With ``check``, a failure is a ``ShellError``.
        """
        args = words(command)
        folder = None
        if cwd is not None:
            from .project import path_of

            folder = path_of(cwd)
        answer = self._host.request("shell/run", given(argv=args, cwd=folder, timeout=timeout))
        result = ShellResult(
            args,
            answered(answer, "exitCode", int),
            answer.get("stdout") or "",
            answer.get("stderr") or "",
            bool(answer.get("timedOut")),
            bool(answer.get("truncated")),
        )
        return result.check() if check else result


def words(command: str | Sequence[str | os.PathLike[str]]) -> list[str]:
    """The program and its arguments."""
    if isinstance(command, str):
        import shlex

        # Without POSIX rules quotes stay, and a quoted operator is told from a real one.
        if operators := OPERATORS.intersection(shlex.split(command, posix=False)):
            raise ValueError(
                f"'{min(operators)}' in '{command}' would need a shell, and there is none: run one program after the other, "
                "or pass a list of words"
            )
        args = shlex.split(command)
    else:
        import os

        args = [os.fspath(word) for word in command]
    if not args:
        raise ValueError("there is no program to run")
    return args
