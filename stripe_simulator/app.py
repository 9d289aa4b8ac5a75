"""The whole server: the API on `/v1/`, the control API, the pages, the browser half. One process, one event loop."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route

from . import charges, customers, elsewhere, payment_intents, payment_methods, setup_intents, three_d_secure  # noqa: F401
from .api import Api
from .control import Control
from .dashboard import Dashboard
from .simulator import Simulator

BROWSER = Path(__file__).parent / "browser"
OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}


def create_app(folder=None):
    simulator = Simulator(folder)
    api = Api(simulator)
    pages = Starlette(routes=[*Control(simulator).routes(), *Dashboard(simulator).routes(), *browser_routes()])

    async def app(scope, receive, send):
        is_api = scope["type"] == "http" and scope["path"].startswith("/v1/")
        await (api if is_api else pages)(scope, receive, send)

    return app


def browser_routes() -> list[Route]:
    names = ("/v3", "/v3/", "/{train}/stripe.js")
    return [*(Route(name, stripe_js) for name in names), Route("/elements/{file:path}", element)]


async def stripe_js(request):
    return _file("stripe.js")


async def element(request):
    return _file(request.path_params["file"])


def _file(name):
    for path in (BROWSER / name, BROWSER / f"{name}.html"):
        path = path.resolve()
        if path.is_relative_to(BROWSER) and path.is_file():
            return FileResponse(path, headers=OPEN)
    return PlainTextResponse("Not found", status_code=404)
