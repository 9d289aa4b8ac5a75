"""A mail server on localhost that answers as it is told, and keeps what it took."""

import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message

HANG_UP = object()
USUAL = {
    "EHLO": "250 localhost",
    "MAIL": "250 OK",
    "RCPT": "250 OK",
    "DATA": "354 Go on",
    ".": "250 Taken",
    "RSET": "250 OK",
    "QUIT": "221 Bye",
}


class MailServer(socketserver.ThreadingTCPServer):
    """`answers[verb]` is a reply, HANG_UP, or a function that gives one; `"."` answers the message itself."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers: dict[str, str | object | Callable] = {}
        # Whole messages that came over, whatever was answered to them.
        self.came: list[Message] = []
        # Whoever shuts it down waits until it has looked the next time.
        threading.Thread(target=self.serve_forever, args=[0.02], daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def answer(self, verb: str) -> str | object:
        told = self.answers.get(verb, USUAL.get(verb, "500 What?"))
        return told() if callable(told) else told

    def handle_error(self, request, client_address) -> None:
        """A client that was killed is part of the tests."""


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        greeting = self.server.answers.get("hello", "220 localhost")
        if greeting is HANG_UP:
            return
        self._say(greeting)
        while line := self.rfile.readline():
            verb = line[:4].decode().strip().upper()
            if not self._replies(verb) or verb == "QUIT":
                return

    def _replies(self, verb: str) -> bool:
        """False once the line is cut."""
        reply = self.server.answer(verb)
        if reply is HANG_UP:
            return False
        self._say(reply)
        if verb == "DATA" and str(reply).startswith("354"):
            self._take()
            return self._replies(".")
        return True

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.came.append(message_from_bytes(b"".join(lines)))

    def _say(self, reply) -> None:
        self.wfile.write(f"{reply}\r\n".encode())
