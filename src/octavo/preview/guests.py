"""Those who are connected to the preview: so many, and whoever asks nothing makes room."""

import socket
from contextlib import suppress
from threading import Lock

MOST = 48
"""Connections at a time, each a thread; a browser opens six for a page, and keeps one for news."""


class Guests:
    """The open connections of a server; safe to ask from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._heard: dict[socket.socket, bool] = {}
        """Connection, the oldest first -> whether its question has been heard."""
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._heard)

    def seat(self, one: socket.socket) -> bool:
        """Tell whether there is room for one more.

        Where all places are taken, the first of those who have asked nothing yet has to go.
        """
        with self._lock:
            if len(self._heard) >= self._most:
                silent = next((each for each, heard in self._heard.items() if not heard), None)
                if silent is None:
                    return False
                del self._heard[silent]
                with suppress(OSError):
                    silent.shutdown(socket.SHUT_RDWR)  # its thread ends by itself
            self._heard[one] = False
            return True

    def hear(self, one: socket.socket) -> None:
        """Say that a question has come."""
        with self._lock:
            if one in self._heard:
                self._heard[one] = True

    def leave(self, one: socket.socket) -> None:
        """Say that a connection has ended."""
        with self._lock:
            self._heard.pop(one, None)
