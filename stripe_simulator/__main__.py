"""`python -m stripe_simulator`: see README.md."""

import argparse
import socket

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .accounts import Accounts
from .app import create_app


class Protocol(HttpToolsProtocol):
    """Hands the transport to the application: a fault must be able to cut the line."""

    def on_message_begin(self):
        super().on_message_begin()
        self.scope["simulator.transport"] = self.transport  # type: ignore[typeddict-unknown-key]


def main():
    arguments = parse_arguments()
    if arguments.print_keys:
        return print_keys()
    listener = socket.create_server((arguments.host, arguments.port), backlog=1024)
    host, port = listener.getsockname()[:2]
    print(f"Stripe simulator: http://{host}:{port}", flush=True)
    config = uvicorn.Config(
        create_app(arguments.data),
        http=Protocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run(sockets=[listener])


def parse_arguments():
    parser = argparse.ArgumentParser(prog="stripe_simulator", description="A Stripe simulator. No real money.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one")
    parser.add_argument("--data", help="folder to keep everything in; memory only without it")
    parser.add_argument("--print-keys", action="store_true", help="print the built-in keys and leave")
    return parser.parse_args()


def print_keys():
    for key in Accounts().keys.values():
        print(f"{key.account}  {key.mode}  {key.name:36}{key.secret}")


if __name__ == "__main__":
    main()
