"""Requests over HTTP, which the host makes."""

from __future__ import annotations

from ..errors import SpeckitError
from .host import answered, given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .host import Host


class Response:
    """The answer of a server."""

    __slots__ = ("_headers", "content", "headers", "status", "url")

    def __init__(self, url: str, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.url = url
        self.status = status
        self.headers = dict(headers)
        self.content = content
        self._headers = {name.lower(): value for name, value in headers.items()}

    @property
    def status_code(self) -> int:
        """Another name of ``status``."""
        return self.status

    @property
    def ok(self) -> bool:
        """Whether the status is below 400."""
        return self.status < 400

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced."""
        return self.content.decode("utf-8", "replace")

    def header(self, name: str, default: str | None = None) -> str | None:
        """A header, whatever its case."""
        return self._headers.get(name.lower(), default)

    def json(self) -> Any:
        """The body as JSON. ``ValueError`` when it is not."""
        from json import loads

        return loads(self.content.decode("utf-8"))

    def raise_for_status(self) -> Response:
        """Itself; ``HttpError`` when the status is 400 or above."""
        if not self.ok:
            raise HttpError(self)
        return self

    def __repr__(self) -> str:
        return f"Response({self.status}, {self.url!r})"


class HttpError(SpeckitError):
    """A server answered with an error; ``response`` is the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(f"{response.url} answered {response.status}")
        self.response = response


class Http:
    """Makes requests. Only hosts that the plugin's sandbox allows are reached. Needs ``network``."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        data: str | bytes | None = None,
        json: Any = None,
        timeout: float | None = None,
    ) -> Response:
        """Makes a request: ``params`` join the address, ``data`` or ``json`` is the body, ``timeout`` is in seconds."""
        fields = {str(name): str(value) for name, value in (headers or {}).items()}
        if json is not None:
            if data is not None:
                raise ValueError("a request has data or json, not both")
            from json import dumps

            data = dumps(json, ensure_ascii=False)
            if "content-type" not in {name.lower() for name in fields}:
                fields["Content-Type"] = "application/json"
        if params:
            from urllib.parse import urlencode

            url += ("&" if "?" in url else "?") + urlencode(params, doseq=True)
        body, encoding = _encode(data)
        answer = self._host.request(
            "http/send",
            given(url=url, method=method.upper(), headers=fields or None, body=body, encoding=encoding, timeout=timeout),
        )
        return Response(url, answered(answer, "status", int), answer.get("headers") or {}, _decode(answer))

    def get(self, url: str, **options: Any) -> Response:
        """``GET``, with the options of ``request``."""
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> Response:
        """``POST``, with the options of ``request``."""
        return self.request("POST", url, **options)

    def put(self, url: str, **options: Any) -> Response:
        """``PUT``, with the options of ``request``."""
        return self.request("PUT", url, **options)

    def patch(self, url: str, **options: Any) -> Response:
        """``PATCH``, with the options of ``request``."""
        return self.request("PATCH", url, **options)

    def delete(self, url: str, **options: Any) -> Response:
        """``DELETE``, with the options of ``request``."""
        return self.request("DELETE", url, **options)


def _encode(data: str | bytes | None) -> tuple[str | None, str | None]:
    if data is None or isinstance(data, str):
        return data, None
    from base64 import b64encode

    return b64encode(data).decode("ascii"), "base64"


def _decode(answer: Mapping[str, Any]) -> bytes:
    body = answer.get("body") or ""
    if (answer.get("encoding") or "utf-8") == "utf-8":
        return str(body).encode("utf-8")
    from base64 import b64decode

    return b64decode(body)
