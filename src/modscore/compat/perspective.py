"""Redirects Python programs that have Perspective's address written into them.

Stage: outside the line; calls to commentanalyzer.googleapis.com come in, from requests, httpx,
aiohttp, urllib or Google's own client; they go to a `modscore serve` instead. Nothing else is
touched.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import urllib.request
from collections.abc import Callable
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..errors import SettingError

HOST = "commentanalyzer.googleapis.com"


class patch:  # noqa: N801 - read as a verb: `with patch(): …`
    """Redirects from now on, until `undo` or the end of a ``with`` block.

    ``root``: the address of the server. Call it before or after the clients are imported or made;
    libraries that are not installed are left out.

    Raises SettingError when ``root`` is no http or https address.
    """

    def __init__(self, root: str = "http://127.0.0.1:8080") -> None:
        parts = urlsplit(root)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingError(f"patch: root: expected an http or https address, got {root!r}")
        self._root = parts
        self._saved: list[tuple[Any, str, Any]] = []
        self._redirect()

    def __enter__(self) -> patch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.undo()

    def undo(self) -> None:
        """Everything as it was before."""
        while self._saved:
            owner, name, original = self._saved.pop()
            setattr(owner, name, original)

    def moved(self, url: str) -> str:
        """The address on our server, if this is one of Perspective's; else the same.

        >>> with patch("http://scores.example/api") as redirected:
        ...     redirected.moved("https://commentanalyzer.googleapis.com/v1alpha1/x?key=k")
        ...     redirected.moved("https://example.org/")
        'http://scores.example/api/v1alpha1/x?key=k'
        'https://example.org/'
        """
        if HOST not in url:
            return url
        parts = urlsplit(url)
        if parts.hostname != HOST:
            return url
        path = self._root.path.rstrip("/") + parts.path
        return urlunsplit((self._root.scheme, self._root.netloc, path, parts.query, parts.fragment))

    def _redirect(self) -> None:
        self._wrap(urllib.request.OpenerDirector, "open", self._urllib)
        for module, owner, name, how in (
            ("requests", "PreparedRequest", "prepare_url", self._requests),
            ("httpx", "Client", "send", self._httpx),
            ("httpx", "AsyncClient", "send", self._httpx),
            ("httplib2", "Http", "request", self._first),  # what Google's client calls with
            ("aiohttp", "ClientSession", "_request", self._second),
        ):
            if importlib.util.find_spec(module) is not None:
                self._wrap(getattr(importlib.import_module(module), owner), name, how)

    def _wrap(self, owner: Any, name: str, how: Callable[[Callable[..., Any]], Any]) -> None:
        original = getattr(owner, name)
        self._saved.append((owner, name, original))
        setattr(owner, name, functools.wraps(original)(how(original)))

    def _requests(self, original: Callable[..., None]) -> Callable[..., None]:
        def prepare_url(request: Any, url: Any, params: Any) -> None:
            original(request, url, params)
            request.url = self.moved(request.url)

        return prepare_url

    def _httpx(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def send(client: Any, request: Any, *rest: Any, **named: Any) -> Any:
            url = str(request.url)
            moved = self.moved(url)
            if moved != url:
                request.url = type(request.url)(moved)
                request.headers["Host"] = self._root.netloc.rpartition("@")[2]
            return original(client, request, *rest, **named)

        return send

    def _first(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def request(http: Any, uri: str, *rest: Any, **named: Any) -> Any:
            return original(http, self.moved(uri), *rest, **named)

        return request

    def _second(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def request(session: Any, method: str, url: Any, *rest: Any, **named: Any) -> Any:
            moved = self.moved(str(url))
            return original(session, method, url if moved == str(url) else moved, *rest, **named)

        return request

    def _urllib(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def open_(opener: Any, url: Any, *rest: Any, **named: Any) -> Any:
            if isinstance(url, urllib.request.Request):
                moved = self.moved(url.full_url)
                if moved != url.full_url:
                    url.full_url = moved
            else:
                url = self.moved(url)
            return original(opener, url, *rest, **named)

        return open_
